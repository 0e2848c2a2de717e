import { expect, test, vi } from "vitest";
import { kept } from "./kept.ts";

test("the same is asked for once, and those that were asked for longest ago are let go", async () => {
  const ask = vi.fn(async (number: number) => number * 2);
  const twice = kept(ask, 2);
  expect([await twice(1), await twice(2), await twice(1), await twice(3), await twice(1)]).toEqual([2, 4, 2, 6, 2]);
  expect(ask.mock.calls.flat()).toEqual([1, 2, 3]);
  await twice(2);
  expect(ask).toHaveBeenCalledTimes(4);
});

test("what failed is asked for again", async () => {
  const ask = vi
    .fn<(number: number) => Promise<string>>()
    .mockRejectedValueOnce(new Error("away"))
    .mockResolvedValue("here");
  const once = kept(ask);
  await expect(once(1)).rejects.toThrow("away");
  expect(await once(1)).toBe("here");
});
