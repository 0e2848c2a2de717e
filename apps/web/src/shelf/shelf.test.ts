import type { Book, Shelf } from "@flipdocs/contract";
import { expect, test, vi } from "vitest";
import { joined, shelfOf } from "./shelf.ts";

const book = (id: string): Book => ({
  id,
  title: id,
  status: "ready",
  visibility: "private",
  pageCount: 1,
  failure: null,
  createdAt: "2026-11-27T09:00:00.000Z",
});
const shelf = (ids: string, next: string | null): Shelf => ({ books: [...ids].map(book), next });
const ids = ({ books }: Shelf) => books.map(({ id }) => id).join("");

test.each([
  [0, "ab", "b"],
  [2, "ab", "b"],
  [3, "abcd", "d"],
  [5, "abcde", null],
  [9, "abcde", null],
])("where %i books were listed, %s are, and it goes on after %s", async (count, listed, next) => {
  const stored: Record<string, Shelf> = { "": shelf("ab", "b"), b: shelf("cd", "d"), d: shelf("e", null) };
  const ask = vi.fn(async (after = "") => stored[after] ?? shelf("", null));
  const found = await shelfOf(count, ask);
  expect([ids(found), found.next]).toEqual([listed, next]);
});

test("a book that both have is listed once", () => {
  const both = joined(shelf("abc", "c"), shelf("cd", null));
  expect([ids(both), both.next]).toEqual(["abcd", null]);
});
