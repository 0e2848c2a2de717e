import { expect, test } from "vitest";
import { masker } from "./mask.ts";

function masked(secrets: string[], ...pieces: string[]): string {
  const mask = masker(secrets);
  return Buffer.concat([...pieces.map((piece) => mask.feed(Buffer.from(piece))), mask.rest()]).toString();
}

test("a secret is replaced", () => {
  expect(masked(["hush"], "say hush, hush!")).toBe("say ***, ***!");
});

test("a secret that comes in pieces is replaced", () => {
  expect(masked(["s3cr3t-value"], "a s3c", "r3t-", "value b")).toBe("a *** b");
});

test("what only begins like a secret comes through", () => {
  expect(masked(["hush-hush"], "hush-", "not")).toBe("hush-not");
  expect(masked(["hush"], "hus")).toBe("hus");
});

test("an empty secret masks nothing", () => {
  expect(masked([""], "text")).toBe("text");
});

test("of two secrets, one in the other, the longer is replaced whole", () => {
  expect(masked(["abc", "abcdef"], "abcdef abc")).toBe("*** ***");
});

test("bytes that are no text come through", () => {
  expect(masker(["x"]).feed(Buffer.from([0xff, 0x00, 0xfe]))).toEqual(Buffer.from([0xff, 0x00, 0xfe]));
});

test("secrets beyond ASCII are replaced", () => {
  expect(masked(["pässwörd🎉"], "my pässwörd🎉.")).toBe("my ***.");
});
