import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { within } from "./deadline.ts";

const never = new Promise<never>(() => undefined);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("an answer in time is the answer, and no timer is left", async () => {
  expect(await within(1000, Promise.resolve("well"), () => "late")).toBe("well");
  expect(vi.getTimerCount()).toBe(0);
});

test("a failure in time is the failure, and no timer is left", async () => {
  await expect(within(1000, Promise.reject(new Error("refused")), () => "late")).rejects.toThrow("refused");
  expect(vi.getTimerCount()).toBe(0);
});

test("what does not come is waited for until the deadline, and no longer", async () => {
  const late = vi.fn(() => "late");
  const answer = within(1000, never, late);
  await vi.advanceTimersByTimeAsync(999);
  expect(late).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(await answer).toBe("late");
});

test("who is late may be told by an error", async () => {
  const answer = within(1000, never, () => {
    throw new Error("too late");
  });
  const told = expect(answer).rejects.toThrow("too late");
  await vi.advanceTimersByTimeAsync(1000);
  await told;
});
