import { noRoomFor, type Quota, quotaInWords } from "@flipdocs/contract";
import { expect, test } from "vitest";

const [MB, GB] = [1024 ** 2, 1024 ** 3];
const quota = (books: number, bytes: number, most = 5 * GB): Quota => ({
  books: { used: books, most: 200 },
  bytes: { used: bytes, most },
});

test.each([
  [12, 1.2 * GB, 5 * GB, "12 of 200 books, 1.2 of 5 GB"],
  [1, 37 * MB, 5 * GB, "1 of 200 books, 37 MB of 5 GB"],
  [1, 800, 5 * GB, "1 of 200 books, 0.1 MB of 5 GB"],
  [0, 0, 64 * MB, "0 of 200 books, 0 of 64 MB"],
  [0, 0, 5 * GB, "0 of 200 books, 0 of 5 GB"],
])("%i books with %i of %i bytes read %s", (books, used, most, words) => {
  expect(quotaInWords(quota(books, used, most))).toBe(words);
});

test.each([
  [199, 0, 5 * GB, true],
  [200, 0, 1, false],
  [0, 4 * GB, GB, true],
  [0, 4 * GB, GB + 1, false],
])("who has %i books and %i bytes and sends %i more finds room: %s", (books, used, sent, isRoom) => {
  const words = noRoomFor(quota(books, used), sent);
  expect(words === null).toBe(isRoom);
  if (!isRoom) expect(words).toContain(quotaInWords(quota(books, used)));
});
