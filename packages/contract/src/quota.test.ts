import { expect, test } from "vitest";
import { GB, noRoomFor, type Quota, quotaInWords } from "./quota.ts";

const MB = 1024 ** 2;
const quota = (used: number, bytes: number, most = 5 * GB): Quota => ({
  books: { used, most: 2000 },
  bytes: { used: bytes, most },
});

test.each([
  [quota(0, 0), "0 of 2,000 books, 0 of 5 GB"],
  [quota(12, 1.25 * GB), "12 of 2,000 books, 1.3 of 5 GB"],
  [quota(1200, GB / 10), "1,200 of 2,000 books, 0.1 of 5 GB"],
  [quota(1, GB / 10 - 1), "1 of 2,000 books, 102.4 MB of 5 GB"],
  [quota(1, 1), "1 of 2,000 books, 0.1 MB of 5 GB"],
  [quota(1, 12 * MB, 50 * MB), "1 of 2,000 books, 12 of 50 MB"],
])("what a person has is told in words: %#", (given, words) => {
  expect(quotaInWords(given)).toBe(words);
});

test.each([
  ["the last book, and the last byte", quota(1999, 4 * GB), GB, true],
  ["one byte too many", quota(0, 4 * GB), GB + 1, false],
  ["one book too many", quota(2000, 0), 1, false],
])("there is room for %s: %#", (_, given, bytes, isRoom) => {
  expect(noRoomFor(given, bytes) === null).toBe(isRoom);
});

test("who has no room is told what they have, and what makes some", () => {
  expect(noRoomFor(quota(2000, GB), 1)).toBe(
    "There is no room for this file: you have 2,000 of 2,000 books, 1 of 5 GB. Delete a book for good, then try again.",
  );
});
