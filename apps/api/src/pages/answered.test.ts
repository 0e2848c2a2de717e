import { expect, test, vi } from "vitest";
import { answered, type Picture } from "./answered.ts";

const PICTURE: Picture = { digest: "abc", visibility: "private", type: "image/webp" };
const bytes = async () => new Uint8Array([1, 2]);

test("a picture comes with its tag, and a private one is for who has this cookie", async () => {
  const answer = await answered(PICTURE, null, bytes);
  expect([answer.status, ...new Uint8Array(await answer.arrayBuffer())]).toEqual([200, 1, 2]);
  expect(Object.fromEntries(answer.headers)).toEqual({
    etag: '"abc"',
    "cache-control": "private, max-age=3600, immutable",
    "content-type": "image/webp",
    vary: "cookie",
  });
});

test("anybody may keep a public one", async () => {
  const { headers } = await answered({ ...PICTURE, visibility: "public" }, '"other"', bytes);
  expect([headers.get("cache-control"), headers.get("vary")]).toEqual(["public, max-age=3600, immutable", null]);
});

test("who has it gets its tag alone, and nothing is fetched", async () => {
  const fetched = vi.fn(bytes);
  const answer = await answered(PICTURE, '"abc"', fetched);
  expect([answer.status, answer.headers.get("etag"), fetched.mock.calls.length]).toEqual([304, '"abc"', 0]);
});

test("what is not drawn yet has no tag, and is kept by nobody", async () => {
  const answer = await answered(PICTURE, null, async () => null);
  expect([answer.status, answer.headers.get("etag"), answer.headers.get("cache-control")]).toEqual([
    202,
    null,
    "no-store",
  ]);
});
