import { Share } from "@flipdocs/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Sharing, startSharing } from "../../test/sharing.ts";

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const GOOGLE = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

let sharing: Sharing;

beforeAll(async () => {
  sharing = await startSharing("Crème “sea”/../x");
});

afterAll(() => sharing.replica.stop());

describe("the PDF", () => {
  let downloadable: Share;
  beforeAll(async () => {
    downloadable = await sharing.link({ access: "unlisted", downloadable: true });
  });

  const file = async (headers = {}, method = "GET") => {
    const answer = await sharing.stranger.fetch(`/v1/shares/${downloadable.token}/file`, { headers, method });
    return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
  };

  test("is had by a link that allows it, as it was uploaded, under the book's name", async () => {
    const { status, headers, bytes } = await file();
    expect([status, headers.get("content-type"), headers.get("accept-ranges")]).toEqual([
      200,
      "application/pdf",
      "bytes",
    ]);
    expect(bytes.equals(sharing.pdf)).toBe(true);
    expect(headers.get("content-disposition")).toBe(
      `attachment; filename="Creme _sea_ .. x.pdf"; filename*=UTF-8''Cr%C3%A8me%20%E2%80%9Csea%E2%80%9D%20..%20x.pdf`,
    );
  });

  test("is not had by one that does not, nor by one with a password that was not told", async () => {
    const locked = await sharing.link({ access: "password", password: "seven quiet otters", downloadable: true });
    expect((await sharing.visit(await sharing.link(), "/file")).status).toBe(404);
    expect((await sharing.visit(locked, "/file")).status).toBe(403);
  });

  test.each([
    ["bytes=0-4", 0, 5],
    ["bytes=5-", 5, undefined],
    ["bytes=-7", -7, undefined],
  ])("is had in parts: %s", async (range, from, to) => {
    const { status, headers, bytes } = await file({ range });
    const part = Buffer.from(sharing.pdf.slice(from, to));
    expect([status, bytes.equals(part)]).toEqual([206, true]);
    const start = from < 0 ? sharing.pdf.length + from : from;
    expect(headers.get("content-range")).toBe(`bytes ${start}-${start + part.length - 1}/${sharing.pdf.length}`);
  });

  test("has no part behind its end", async () => {
    const { status, headers } = await file({ range: "bytes=99999999-" });
    expect([status, headers.get("content-range")]).toEqual([416, `bytes */${sharing.pdf.length}`]);
  });

  test("is gone on with where it is still the same, and begun again where it is not", async () => {
    const etag = (await file()).headers.get("etag") ?? "";
    const statusOf = async (headers: object) => (await file(headers)).status;
    expect(await statusOf({ range: "bytes=1-2", "if-range": etag })).toBe(206);
    expect(await statusOf({ range: "bytes=1-2", "if-range": '"another"' })).toBe(200);
    expect(await statusOf({ "if-none-match": etag })).toBe(304);
  });

  test("can be asked for its head", async () => {
    const { status, headers, bytes } = await file({}, "HEAD");
    expect([status, headers.get("content-type"), bytes.length]).toEqual([200, "application/pdf", 0]);
  });
});

describe("views", () => {
  const viewsOf = async ({ id }: Share): Promise<number | undefined> => {
    const listed = z.object({ shares: z.array(Share) }).parse(await (await sharing.owner.fetch(sharing.links)).json());
    return listed.shares.find((share) => share.id === id)?.views;
  };
  const look = (share: Share, agent: string, address: string, who = sharing.stranger) =>
    who.fetch(`/v1/shares/${share.token}/views`, {
      method: "POST",
      headers: { "user-agent": agent, "x-forwarded-for": address },
    });

  test("count each visitor once a day, however often and however many at once they look", async () => {
    const share = await sharing.link();
    const looks = Array.from({ length: 10 }, () => look(share, FIREFOX, "192.0.2.1"));
    expect(new Set((await Promise.all(looks)).map(({ status }) => status))).toEqual(new Set([204]));
    await look(share, CHROME, "192.0.2.1");
    await look(share, FIREFOX, "192.0.2.2");
    expect(await viewsOf(share)).toBe(3);
  });

  test("count no bot, nobody who only fetches pages, and not the owner", async () => {
    const share = await sharing.link();
    await look(share, GOOGLE, "192.0.2.1");
    await sharing.visit(share, "/pages/1/image", { "user-agent": FIREFOX });
    await look(share, FIREFOX, "192.0.2.3", sharing.owner);
    expect(await viewsOf(share)).toBe(0);
  });

  test("are not made up from one address without end", async () => {
    const share = await sharing.link();
    await Promise.all(Array.from({ length: 40 }, (_, turn) => look(share, `${FIREFOX} ${turn}`, "192.0.2.4")));
    expect(await viewsOf(share)).toBe(20);
  });
});
