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
  expect(await sampleBooks(async () => books, 1000)).toEqual({ books: [book("a")], known: "now" });
});

test("shows those of before while there is no answer, and none when there was never one", async () => {
  const sampleBooks = await fresh();
  expect(await sampleBooks(away, 1000)).toEqual({ books: [], known: "not" });
  await sampleBooks(async () => [book("a")], 1000);
  expect(await sampleBooks(away, 1000)).toEqual({ books: [book("a")], known: "before" });
});

test("does not wait for a late answer, asks nobody else meanwhile, and shows it to whoever comes after it", async () => {
  const sampleBooks = await fresh();
  let answer: (books: Book[]) => void = () => {};
  const late = new Promise<Book[]>((resolve) => {
    answer = resolve;
  });
  expect(await sampleBooks(() => late, 0)).toEqual({ books: [], known: "not" });
  const other = vi.fn(async () => [book("b")]);
  expect(await sampleBooks(other, 0)).toEqual({ books: [], known: "not" });
  expect(other).not.toHaveBeenCalled();
  answer([book("a")]);
  await late;
  expect(await sampleBooks(away, 1000)).toEqual({ books: [book("a")], known: "before" });
});

test("makes nobody wait whose predecessor has waited already", async () => {
  const sampleBooks = await fresh();
  const never = () => new Promise<Book[]>(() => {});
  vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
  const first = sampleBooks(never, 600);
  await vi.advanceTimersByTimeAsync(600);
  await first;
  const second = sampleBooks(never, 600);
  await vi.advanceTimersByTimeAsync(0);
  expect(await second).toEqual({ books: [], known: "not" });
  vi.useRealTimers();
});
