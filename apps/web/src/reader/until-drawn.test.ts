import { expect, test, vi } from "vitest";
import { untilDrawn } from "./until-drawn.ts";

const answers = (...statuses: number[]) => {
  const wait = vi.fn(async () => undefined);
  const ask = vi.fn(async () => {
    const status = statuses.length > 1 ? statuses.shift() : statuses[0];
    return { status: status ?? 500, ok: status === 200 || status === 202 };
  });
  return { ask, wait };
};

test("a picture is asked for until it is drawn, each time after a longer wait", async () => {
  const { ask, wait } = answers(202, 202, 200);
  expect(await untilDrawn(ask, wait)).toBe(true);
  expect(ask).toHaveBeenCalledTimes(3);
  expect(wait.mock.calls.flat()).toEqual([500, 750]);
});

test("one that is refused is not asked for again", async () => {
  const { ask, wait } = answers(429);
  expect(await untilDrawn(ask, wait)).toBe(false);
  expect(ask).toHaveBeenCalledOnce();
});

test("one that is never drawn is given up", async () => {
  const { ask, wait } = answers(202);
  expect(await untilDrawn(ask, wait)).toBe(false);
  expect(ask).toHaveBeenCalledTimes(12);
});
