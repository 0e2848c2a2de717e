import type { Book } from "@flipdocs/contract";
import { expect, test, vi } from "vitest";
import type { Offer } from "./samples.ts";

const book = (id: string): Book => ({
  id,
  title: id,
  status: "ready",
  visibility: "public",
  pageCount: 1,
  failure: null,
  createdAt: "2026-11-23T09:00:00.000Z",
});
const offer = (id: string): Offer => ({ books: [book(id)], opened: null });
const none: Offer = { books: [], opened: null };
const away = () => Promise.reject(new Error("no answer"));

async function fresh() {
  vi.resetModules();
  vi.spyOn(console, "error").mockReturnValue();
  return (await import("./samples.ts")).sampleBooks;
}

test("shows what is offered", async () => {
  const sampleBooks = await fresh();
  const opened = { book: book("a"), pages: [{ number: 1, width: 1200, height: 1700 }] };
  const offered = { books: [book("a")], opened };
  expect(await sampleBooks(async () => offered, 1000)).toEqual({ ...offered, known: "now" });
});

test("shows those of before while there is no answer, and none when there was never one", async () => {
  const sampleBooks = await fresh();
  expect(await sampleBooks(away, 1000)).toEqual({ ...none, known: "not" });
  await sampleBooks(async () => offer("a"), 1000);
  expect(await sampleBooks(away, 1000)).toEqual({ ...offer("a"), known: "before" });
});

test("does not wait for a late answer, asks nobody else meanwhile, and shows it to whoever comes after it", async () => {
  const sampleBooks = await fresh();
  let answer: (offer: Offer) => void = () => {};
  const late = new Promise<Offer>((resolve) => {
    answer = resolve;
  });
  expect(await sampleBooks(() => late, 0)).toEqual({ ...none, known: "not" });
  const other = vi.fn(async () => offer("b"));
  expect(await sampleBooks(other, 0)).toEqual({ ...none, known: "not" });
  expect(other).not.toHaveBeenCalled();
  answer(offer("a"));
  await late;
  expect(await sampleBooks(away, 1000)).toEqual({ ...offer("a"), known: "before" });
});

test("makes nobody wait whose predecessor has waited already", async () => {
  const sampleBooks = await fresh();
  const never = () => new Promise<Offer>(() => {});
  vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
  const first = sampleBooks(never, 600);
  await vi.advanceTimersByTimeAsync(600);
  await first;
  const second = sampleBooks(never, 600);
  await vi.advanceTimersByTimeAsync(0);
  expect(await second).toEqual({ ...none, known: "not" });
  vi.useRealTimers();
});
