import type { Book } from "@flipdocs/contract";
import { expect, test, vi } from "vitest";

const book = (id: string, status: Book["status"] = "ready"): Book => ({
  id,
  title: id,
  status,
  visibility: "public",
  pageCount: 1,
  failure: null,
  createdAt: "2026-11-23T09:00:00.000Z",
});
const away = () => Promise.reject(new Error("no answer"));

async function fresh() {
  vi.resetModules();
  vi.spyOn(console, "error").mockReturnValue();
  return (await import("./samples.ts")).sampleBooks;
}

test("shows the books that can be read", async () => {
  const sampleBooks = await fresh();
  const books = [book("a"), book("b", "making")];
  expect(await sampleBooks(async () => books)).toEqual({ books: [book("a")], known: "now" });
});

test("shows those of before while there is no answer, and none when there was never one", async () => {
  const sampleBooks = await fresh();
  expect(await sampleBooks(away)).toEqual({ books: [], known: "not" });
  await sampleBooks(async () => [book("a")]);
  expect(await sampleBooks(away)).toEqual({ books: [book("a")], known: "before" });
});
