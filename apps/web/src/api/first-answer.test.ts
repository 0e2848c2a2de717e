import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Ask, firstAnswer } from "./first-answer.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const well: Ask = async (replica) => new Response(replica);
const refused: Ask = () => Promise.reject(new Error("ECONNREFUSED"));
const frozen: Ask = (_, signal) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

function asking(behaviour: Record<string, Ask>) {
  const asked: string[] = [];
  const missed: string[] = [];
  const ask: Ask = (replica, signal) => {
    asked.push(replica);
    return (behaviour[replica] ?? well)(replica, signal);
  };
  const answer = firstAnswer(ask, ["a", "b"], 400, (replica) => missed.push(replica));
  return { answer, asked, missed };
}

test("one that answers is the only one asked", async () => {
  const { answer, asked, missed } = asking({});
  expect(await (await answer).text()).toBe("a");
  await vi.advanceTimersByTimeAsync(400);
  expect([asked, missed]).toEqual([["a"], []]);
});

test("one that refuses is followed by the next at once", async () => {
  const { answer, missed } = asking({ a: refused });
  expect(await (await answer).text()).toBe("b");
  expect(missed).toEqual(["a"]);
});

test("one that is frozen is followed by the next when its time is over, and is told to stop", async () => {
  const { answer, asked, missed } = asking({ a: frozen });
  await vi.advanceTimersByTimeAsync(399);
  expect(asked).toEqual(["a"]);
  await vi.advanceTimersByTimeAsync(1);
  expect(await (await answer).text()).toBe("b");
  expect(new Set(missed)).toEqual(new Set(["a"]));
});

test("one that is late may still be the first", async () => {
  const slow: Ask = (replica) => new Promise((resolve) => setTimeout(resolve, 500, new Response(replica)));
  const { answer, asked } = asking({ a: slow, b: frozen });
  await vi.advanceTimersByTimeAsync(500);
  expect(await (await answer).text()).toBe("a");
  expect(asked).toEqual(["a", "b"]);
});

test("when all fail, so does the question", async () => {
  await expect(asking({ a: refused, b: refused }).answer).rejects.toThrow("ECONNREFUSED");
});
