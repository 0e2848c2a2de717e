import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { maskStream } from "./mask.ts";

async function masked(secrets: string[], ...pieces: string[]): Promise<string> {
  const stream = maskStream(secrets);
  for (const piece of pieces) stream.write(piece);
  stream.end();
  return text(stream);
}

test("a secret is replaced", async () => {
  expect(await masked(["hush"], "say hush, hush!")).toBe("say ***, ***!");
});

test("a secret that comes in pieces is replaced", async () => {
  expect(await masked(["s3cr3t-value"], "a s3c", "r3t-", "value b")).toBe("a *** b");
});

test("what only begins like a secret comes through", async () => {
  expect(await masked(["hush-hush"], "hush-", "not")).toBe("hush-not");
  expect(await masked(["hush"], "hus")).toBe("hus");
});

test("an empty secret masks nothing", async () => {
  expect(await masked([""], "text")).toBe("text");
});

test("of two secrets, one in the other, the longer is replaced whole", async () => {
  expect(await masked(["abc", "abcdef"], "abcdef abc")).toBe("*** ***");
});

test("bytes that are no text come through", async () => {
  const stream = maskStream(["x"]);
  stream.end(Buffer.from([0xff, 0x00, 0xfe]));
  expect(Buffer.concat(await stream.toArray())).toEqual(Buffer.from([0xff, 0x00, 0xfe]));
});

test("secrets beyond ASCII are replaced", async () => {
  expect(await masked(["pässwörd🎉"], "my pässwörd🎉.")).toBe("my ***.");
});
