import { expect, test, vi } from "vitest";
import { once } from "./once.ts";

test("what is asked for twice is made once, for each key", async () => {
  const made = new Map<string, Promise<number>>();
  const make = vi.fn(async () => make.mock.calls.length);
  expect(await Promise.all([once(made, "a", make), once(made, "a", make), once(made, "b", make)])).toEqual([1, 1, 2]);
});

test("a failure is forgotten", async () => {
  const made = new Map<string, Promise<number>>();
  await expect(once(made, "a", () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  expect(await once(made, "a", async () => 1)).toBe(1);
});
