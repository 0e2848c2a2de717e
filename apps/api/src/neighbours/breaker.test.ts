import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createBreaker } from "./breaker.ts";

const presence = { here: vi.fn(), away: vi.fn() };
const probe = vi.fn<() => Promise<unknown>>();
const refused = new Error("ECONNREFUSED");

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
  probe.mockResolvedValue(undefined);
});
afterEach(() => vi.useRealTimers());

function opened() {
  const breaker = createBreaker(probe, presence);
  for (let call = 0; call < 3; call++) breaker.failed(refused);
  return breaker;
}

test("opens with the third failure in a row", () => {
  const breaker = createBreaker(probe, presence);
  breaker.failed(refused);
  breaker.failed(refused);
  expect(breaker.isOpen()).toBe(false);
  breaker.failed(refused);
  expect(breaker.isOpen()).toBe(true);
  expect(presence.away).toHaveBeenCalledExactlyOnceWith(refused);
});

test("stays closed while some calls succeed", () => {
  const breaker = createBreaker(probe, presence);
  for (const failed of [true, true, false, true, true]) failed ? breaker.failed(refused) : breaker.succeeded();
  expect(breaker.isOpen()).toBe(false);
});

test("asks once a second while it is open, one question at a time, and closes with the first answer", async () => {
  const breaker = opened();
  probe.mockImplementation(() => new Promise((_, reject) => setTimeout(reject, 1500, refused)));
  await vi.advanceTimersByTimeAsync(1000);
  expect(probe).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2400);
  expect(probe).toHaveBeenCalledTimes(1);
  probe.mockResolvedValue(undefined);
  await vi.advanceTimersByTimeAsync(200);
  expect(probe).toHaveBeenCalledTimes(2);
  expect(breaker.isOpen()).toBe(false);
  expect(presence.here).toHaveBeenCalledOnce();
});

test("is not closed by the answer to a call that was made before it opened", () => {
  const breaker = opened();
  breaker.succeeded();
  expect(breaker.isOpen()).toBe(true);
});

test("opens without visitors, by its own questions", async () => {
  const breaker = createBreaker(probe, presence);
  probe.mockRejectedValue(refused);
  await vi.advanceTimersByTimeAsync(5000 + 1000 + 999);
  expect(breaker.isOpen()).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(breaker.isOpen()).toBe(true);
});

test("what is doubted, however often, is asked about within a second, once", async () => {
  const breaker = createBreaker(probe, presence);
  for (let call = 0; call < 50; call++) breaker.doubted();
  expect(breaker.isOpen()).toBe(false);
  await vi.advanceTimersByTimeAsync(1000);
  expect(probe).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(4000);
  expect([probe.mock.calls.length, presence.away.mock.calls.length]).toEqual([1, 0]);
});

test("what is doubted and was rightly so is away soon", async () => {
  const breaker = createBreaker(probe, presence);
  probe.mockRejectedValue(refused);
  breaker.doubted();
  await vi.advanceTimersByTimeAsync(3000);
  expect(breaker.isOpen()).toBe(true);
  expect(presence.away).toHaveBeenCalledExactlyOnceWith(refused);
});
