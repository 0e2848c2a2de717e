import { Problem, Share, SharedBook } from "@flipdocs/contract";
import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { givenServices } from "../../test/services.ts";
import { type Sharing, startSharing } from "../../test/sharing.ts";
import { signUp } from "../../test/visitor.ts";

const PASSWORD = "seven quiet otters";
const TITLE = "Ünï “sea”; book";

/** What there is behind a link. */
const PLACES = [
  "",
  "/contents",
  "/pages",
  "/pages/1/image",
  "/pages/1/image?width=240",
  "/pages/1/words",
  "/search?q=sea",
];

let sharing: Sharing;

beforeAll(async () => {
  sharing = await startSharing(TITLE);
});

afterAll(() => sharing.replica.stop());

/** One from which nobody has tried anything yet. */
const anyAddress = (): string => `2001:db8:${crypto.randomUUID().slice(9, 18).replace("-", ":")}::1`;

const link: Sharing["link"] = (wanted) => sharing.link(wanted);
const visit: Sharing["visit"] = (...asked) => sharing.visit(...asked);

const open = ({ token }: Share, password: string, address = anyAddress()) =>
  sharing.stranger.post(`/v1/shares/${token}/open`, { password }, { "x-forwarded-for": address });

/** The cookies of an answer, as a browser would send the first of them. */
const passOf = (answer: Response) => ({ cookie: answer.headers.getSetCookie()[0]?.split(";")[0] ?? "" });

describe("a link", () => {
  test("shows its book to whoever has it: title, pages, words, search, and nothing of its owner", async () => {
    const shared = await link();
    const answers = await Promise.all(
      ["", "/pages", "/pages/1/words", "/search?q=lightho", "/contents"].map((path) => visit(shared, path)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(SharedBook.strict().parse(JSON.parse(answers[0]?.text ?? ""))).toEqual({
      title: TITLE,
      status: "ready",
      pageCount: 2,
      access: "unlisted",
      embeddable: false,
      downloadable: false,
    });
    expect(JSON.parse(answers[1]?.text ?? "").pages).toHaveLength(2);
    expect(answers[3]?.text).toContain("lighthouse");
    const image = await visit(shared, "/pages/1/image");
    expect([image.status, image.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
    for (const { text } of answers) {
      for (const secret of [sharing.owner.user.id, sharing.owner.user.email, sharing.book.id, shared.id])
        expect(text).not.toContain(secret);
    }
  });

  test("is listed for the book's owner, who copies it again", async () => {
    const shared = await link({ access: "public", endsAt: "2099-01-01T00:00:00+02:00", downloadable: true });
    const { shares } = z
      .object({ shares: z.array(Share) })
      .parse(await (await sharing.owner.fetch(sharing.links)).json());
    expect(shares).toContainEqual(shared);
    expect(shared).toMatchObject({
      endsAt: "2098-12-31T22:00:00.000Z",
      downloadable: true,
      embeddable: false,
      views: 0,
    });
  });

  test("opens no other address of the book, and its token is no book", async () => {
    const { token } = await link();
    expect((await sharing.stranger.fetch(`/v1/books/${sharing.book.id}`)).status).toBe(404);
    expect((await sharing.stranger.fetch(`/v1/books/${token}`)).status).toBe(404);
  });

  test("is the same 404 when it is revoked, over, unknown and no link at all", async () => {
    const [revoked, over] = [await link(), await link({ access: "unlisted", endsAt: "2099-01-01T00:00:00Z" })];
    expect((await sharing.owner.fetch(`${sharing.links}/${revoked.id}`, { method: "DELETE" })).status).toBe(204);
    expect((await visit(over)).status).toBe(200);
    const { SUPABASE_URL, SUPABASE_SECRET_KEY } = givenServices();
    const shares = createClient(SUPABASE_URL, SUPABASE_SECRET_KEY).from("shares");
    await shares.update({ ends_at: new Date().toISOString() }).eq("id", over.id).throwOnError();
    const tokens = [revoked.token, over.token, "x".repeat(24), "none"];
    for (const path of PLACES) {
      const answers = await Promise.all(tokens.map((token) => visit({ token }, path)));
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
      expect(Problem.parse(JSON.parse(answers[0]?.text ?? "")).status).toBe(404);
    }
  });

  test.each([
    ["that ended before it began", { access: "unlisted", endsAt: "2020-01-01T00:00:00Z" }],
    ["for a password that is not told", { access: "password" }],
    ["with a password that nobody is asked for", { access: "unlisted", password: PASSWORD }],
    ["with a password that many have", { access: "password", password: "password1" }],
    ["with a password, in a frame", { access: "password", password: PASSWORD, embeddable: true }],
    ["for nobody knows whom", { access: "friends" }],
  ])("%s is not made, and no password is repeated", async (_, wanted) => {
    const answer = await sharing.owner.post(sharing.links, wanted);
    expect(answer.status).toBe(422);
    expect(await answer.text()).not.toMatch(/otters|password1/);
  });
});

describe.each(["somebody else", "nobody in particular"])("%s", (who) => {
  const refused = who === "somebody else" ? 404 : 401;
  const other = async () => (who === "somebody else" ? signUp(sharing.replica.url) : sharing.stranger);

  test("neither lists, makes, changes nor revokes the links to a book", async () => {
    const { id, token } = await link();
    const visitor = await other();
    const json = { headers: { "content-type": "application/json" } };
    const answers = [
      await visitor.fetch(sharing.links),
      await visitor.post(sharing.links, { access: "unlisted" }),
      await visitor.fetch(`${sharing.links}/${id}`, { ...json, method: "PATCH", body: '{"downloadable":true}' }),
      await visitor.fetch(`${sharing.links}/${id}`, { method: "DELETE" }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([refused, refused, refused, refused]);
    expect(JSON.parse((await visit({ token })).text)).toMatchObject({ downloadable: false });
  });
});

test("what a link allows is changed by its owner", async () => {
  const { id, token } = await link();
  const change = { method: "PATCH", headers: { "content-type": "application/json" }, body: '{"embeddable":true}' };
  expect(Share.parse(await (await sharing.owner.fetch(`${sharing.links}/${id}`, change)).json()).embeddable).toBe(true);
  expect(JSON.parse((await visit({ token })).text)).toMatchObject({ embeddable: true, downloadable: false });
  const locked = await link({ access: "password", password: PASSWORD });
  expect((await sharing.owner.fetch(`${sharing.links}/${locked.id}`, change)).status).toBe(422);
});

describe("a link with a password", () => {
  let locked: Share;
  beforeAll(async () => {
    locked = await link({ access: "password", password: PASSWORD });
  });

  test("tells nothing before it is opened, not even the title", async () => {
    for (const path of PLACES) {
      const answer = await visit(locked, path);
      expect([path, answer.status]).toEqual([path, 403]);
      expect(answer.text).not.toContain(TITLE);
    }
  });

  test("is opened by its password, for this link alone", async () => {
    const answer = await open(locked, PASSWORD);
    expect(answer.status).toBe(204);
    const pass = passOf(answer);
    expect((await visit(locked, "/pages/1/image", pass)).status).toBe(200);
    expect((await visit(await link({ access: "password", password: PASSWORD }), "", pass)).status).toBe(403);
  });

  test("is tried ten times wrongly from one address, and then not even rightly", async () => {
    const [here, elsewhere] = [anyAddress(), anyAddress()];
    const tries = await Promise.all(Array.from({ length: 20 }, () => open(locked, "wrong", here)));
    expect(tries.filter(({ status }) => status === 401)).toHaveLength(10);
    expect((await open(locked, PASSWORD, here)).status).toBe(429);
    expect((await open(locked, PASSWORD, elsewhere)).status).toBe(204);
  });

  test("keeps its hash to the database", async () => {
    const answers = [
      await (await sharing.owner.fetch(sharing.links)).text(),
      await (await open(locked, "wrong")).text(),
    ];
    for (const text of answers) expect(text).not.toMatch(/argon2|hash/);
  });
});

test("no token and no password is in the log", async () => {
  const made = [await link(), await link({ access: "password", password: PASSWORD })];
  for (const shared of made) {
    await visit(shared);
    await visit(shared, "/search?q=sea");
    await open(shared, PASSWORD);
  }
  await expect.poll(() => sharing.replica.log(), { timeout: 20_000 }).toContain("/v1/shares/***/open");
  for (const { token } of made) expect(sharing.replica.log()).not.toContain(token);
  expect(sharing.replica.log()).not.toContain(PASSWORD);
});
