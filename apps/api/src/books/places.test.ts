import { expect, test } from "vitest";
import { createPlaces } from "./places.ts";

test("a member has so many uploads at once and no more, whatever others have, until one of them ends", async () => {
  const places = createPlaces(2);
  const ends: (() => void)[] = [];
  const hold = (member: string) => places.hold(member, () => new Promise<void>((end) => ends.push(end)));
  const [first, second] = [hold("one"), hold("one")];
  const refusal = { kind: "too-many-requests", detail: "You have 2 uploads under way: wait until one has ended." };
  await expect(hold("one")).rejects.toMatchObject(refusal);
  const other = hold("other");
  expect(ends).toHaveLength(3);
  ends[0]?.();
  await first;
  await expect(places.hold("one", async () => "in")).resolves.toBe("in");
  for (const end of ends) end();
  await Promise.all([second, other]);
});

test("an upload that fails gives its place back, and its failure is passed on", async () => {
  const places = createPlaces(1);
  const failing = () => places.hold("one", () => Promise.reject(new Error("cut")));
  await expect(failing()).rejects.toThrow("cut");
  await expect(failing()).rejects.toThrow("cut");
});
