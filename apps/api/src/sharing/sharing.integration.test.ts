import { type Book, Problem, Share, SharedBook } from "@flipdocs/contract";
import { createClient } from "@supabase/supabase-js";
import { PDFDocument } from "pdf-lib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Replica, startReplica } from "../../test/replica.ts";
import { givenServices } from "../../test/services.ts";
import { signUp, Visitor } from "../../test/visitor.ts";

const PASSWORD = "seven quiet otters";
const TITLE = "Ünï “sea”; book";

let replica: Replica;
let owner: Awaited<ReturnType<typeof signUp>>;
let stranger: Visitor;
let book: Book;

async function twoPages(): Promise<Uint8Array<ArrayBuffer>> {
  const pdf = await PDFDocument.create();
  for (const text of ["A lighthouse at sea", "And its keeper"])
    pdf.addPage([300, 400]).drawText(text, { x: 20, y: 200 });
  return new Uint8Array(await pdf.save());
}

beforeAll(async () => {
  replica = await startReplica();
  owner = await signUp(replica.url);
  stranger = new Visitor(replica.url);
  book = await owner.makeBook(await twoPages(), TITLE);
}, 90_000);

afterAll(() => replica.stop());

const links = () => `/v1/books/${book.id}/shares`;

async function link(wanted: object = { access: "unlisted" }): Promise<Share> {
  const answer = await owner.post(links(), wanted);
  expect(answer.status).toBe(201);
  return Share.parse(await answer.json());
}

/** What a stranger gets by a link: the status, and the answer's text. */
const visit = async ({ token }: Pick<Share, "token">, path = "", headers = {}) => {
  const answer = await stranger.fetch(`/v1/shares/${token}${path}`, { headers });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};

const open = ({ token }: Share, password: string, address = "192.0.2.1") =>
  stranger.post(`/v1/shares/${token}/open`, { password }, { "x-forwarded-for": address });

/** The cookies of an answer, as a browser would send the first of them. */
const passOf = (answer: Response) => ({ cookie: answer.headers.getSetCookie()[0]?.split(";")[0] ?? "" });

describe("a link", () => {
  test("shows its book to whoever has it: title, pages, words, search, and nothing of its owner", async () => {
    const shared = await link();
    const answers = await Promise.all(
      ["", "/pages", "/pages/1/words", "/search?q=lightho"].map((path) => visit(shared, path)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
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
      for (const secret of [owner.user.id, owner.user.email, book.id, shared.id]) expect(text).not.toContain(secret);
    }
  });

  test("is listed for the book's owner, who copies it again", async () => {
    const shared = await link({ access: "public", endsAt: "2099-01-01T00:00:00+02:00", downloadable: true });
    const { shares } = z.object({ shares: z.array(Share) }).parse(await (await owner.fetch(links())).json());
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
    expect((await stranger.fetch(`/v1/books/${book.id}`)).status).toBe(404);
    expect((await stranger.fetch(`/v1/books/${token}`)).status).toBe(404);
  });

  test("is the same 404 when it is revoked, over, unknown and no link at all", async () => {
    const [revoked, over] = [await link(), await link({ access: "unlisted", endsAt: "2099-01-01T00:00:00Z" })];
    expect((await owner.fetch(`${links()}/${revoked.id}`, { method: "DELETE" })).status).toBe(204);
    expect((await visit(over)).status).toBe(200);
    const { SUPABASE_URL, SUPABASE_SECRET_KEY } = givenServices();
    const shares = createClient(SUPABASE_URL, SUPABASE_SECRET_KEY).from("shares");
    await shares.update({ ends_at: new Date().toISOString() }).eq("id", over.id).throwOnError();
    const tokens = [revoked.token, over.token, "x".repeat(24), "none"];
    for (const path of ["", "/pages", "/pages/1/image", "/pages/1/words", "/search?q=sea"]) {
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
    const answer = await owner.post(links(), wanted);
    expect(answer.status).toBe(422);
    expect(await answer.text()).not.toMatch(/otters|password1/);
  });
});

describe.each(["somebody else", "nobody in particular"])("%s", (who) => {
  const refused = who === "somebody else" ? 404 : 401;
  const other = async () => (who === "somebody else" ? signUp(replica.url) : stranger);

  test("neither lists, makes, changes nor revokes the links to a book", async () => {
    const { id, token } = await link();
    const visitor = await other();
    const json = { headers: { "content-type": "application/json" } };
    const answers = [
      await visitor.fetch(links()),
      await visitor.post(links(), { access: "unlisted" }),
      await visitor.fetch(`${links()}/${id}`, { ...json, method: "PATCH", body: '{"downloadable":true}' }),
      await visitor.fetch(`${links()}/${id}`, { method: "DELETE" }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([refused, refused, refused, refused]);
    expect(JSON.parse((await visit({ token })).text)).toMatchObject({ downloadable: false });
  });
});

test("what a link allows is changed by its owner", async () => {
  const { id, token } = await link();
  const change = { method: "PATCH", headers: { "content-type": "application/json" }, body: '{"embeddable":true}' };
  expect(Share.parse(await (await owner.fetch(`${links()}/${id}`, change)).json()).embeddable).toBe(true);
  expect(JSON.parse((await visit({ token })).text)).toMatchObject({ embeddable: true, downloadable: false });
  const locked = await link({ access: "password", password: PASSWORD });
  expect((await owner.fetch(`${links()}/${locked.id}`, change)).status).toBe(422);
});

describe("a link with a password", () => {
  let locked: Share;
  beforeAll(async () => {
    locked = await link({ access: "password", password: PASSWORD });
  });

  test("tells nothing before it is opened, not even the title", async () => {
    for (const path of ["", "/pages", "/pages/1/image", "/pages/1/words", "/search?q=sea"]) {
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
    const tries = await Promise.all(Array.from({ length: 20 }, () => open(locked, "wrong", "198.51.100.7")));
    expect(tries.filter(({ status }) => status === 401)).toHaveLength(10);
    expect((await open(locked, PASSWORD, "198.51.100.7")).status).toBe(429);
    expect((await open(locked, PASSWORD, "198.51.100.8")).status).toBe(204);
  });

  test("keeps its hash to the database", async () => {
    const answers = [await (await owner.fetch(links())).text(), await (await open(locked, "wrong")).text()];
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
  await expect.poll(() => replica.log(), { timeout: 20_000 }).toContain("/v1/shares/***/open");
  for (const { token } of made) expect(replica.log()).not.toContain(token);
  expect(replica.log()).not.toContain(PASSWORD);
});
