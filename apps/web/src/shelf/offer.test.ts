import type { Book, Page } from "@flipdocs/contract";
import { expect, test, vi } from "vitest";
import { offerOf } from "./offer.ts";

const book = (id: string, pageCount: number, status: Book["status"] = "ready"): Book => ({
  id,
  title: id,
  status,
  visibility: "public",
  pageCount,
  failure: null,
  createdAt: "2026-11-23T09:00:00.000Z",
});
const page = (number: number): Page => ({ number, width: 1200, height: 1700 });
const twenty = Array.from({ length: 20 }, (_, index) => page(index + 1));

test("the first book that is long enough lies open, with a few of its pages", async () => {
  const books = [book("leaflet", 2), book("unmade", 30, "making"), book("novel", 20), book("atlas", 40)];
  const pages = vi.fn(async () => twenty);
  const { opened, ...offer } = await offerOf({ publicBooks: async () => books, pages });
  expect(offer.books.map(({ id }) => id)).toEqual(["leaflet", "novel", "atlas"]);
  expect([opened?.book.id, opened?.pages.map(({ number }) => number)]).toEqual(["novel", [1, 2, 3, 4, 5, 6, 7, 8]]);
  expect(pages).toHaveBeenCalledExactlyOnceWith("novel");
});

test("where none is long enough, none is opened", async () => {
  const pages = vi.fn(async () => twenty);
  const books = [book("leaflet", 4)];
  expect(await offerOf({ publicBooks: async () => books, pages })).toEqual({ books, opened: null });
  expect(pages).not.toHaveBeenCalled();
});

test("one that cannot be opened is on the shelf all the same", async () => {
  vi.spyOn(console, "error").mockReturnValue();
  const books = [book("novel", 20)];
  const pages = () => Promise.reject(new Error("no answer"));
  expect(await offerOf({ publicBooks: async () => books, pages })).toEqual({ books, opened: null });
});
