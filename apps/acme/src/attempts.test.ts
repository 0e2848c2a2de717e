import { expect, test } from "vitest";
import { type Attempts, begun, madeOne, mayAskAt, wentWell, wished } from "./attempts.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WEEK = 7 * 24 * HOUR;
const NOW = 1_795_700_000_000;
const RETRY = 5 * MINUTE;

const failed = (failures: number): Attempts => ({ asked: "a", at: NOW, failures, issued: [] });
const next = (attempts: Attempts | undefined, asked = "a", now = NOW) => mayAskAt(attempts, asked, now, RETRY) - NOW;

test("nothing was asked yet: at once", () => {
  expect(next(undefined)).toBe(0);
});

test.each([
  [0, 5],
  [1, 5],
  [2, 10],
  [3, 20],
  [4, 40],
  [5, 80],
  [7, 320],
  [8, 360],
  [1000, 360],
])("after %i failures, in %i minutes", (failures, minutes) => {
  expect(next(failed(failures))).toBe(minutes * MINUTE);
});

test("what is wanted has changed: in a minute", () => {
  expect(next(failed(9), "b")).toBe(MINUTE);
});

test("a person wished it: at once, and the failures count on", () => {
  expect(next(wished(failed(9)))).toBeLessThanOrEqual(0);
  expect(begun(wished(failed(9)), "a", NOW).failures).toBe(10);
});

test("a clock that was ahead once holds up nothing", () => {
  expect(mayAskAt({ ...failed(9), at: NOW + WEEK }, "a", NOW, RETRY)).toBe(NOW);
});

test("an attempt counts as failed from its beginning", () => {
  expect(begun(undefined, "a", NOW)).toEqual(failed(1));
  expect(begun(failed(3), "a", NOW)).toEqual(failed(4));
  expect(begun(failed(3), "b", NOW)).toEqual({ ...failed(1), asked: "b" });
});

const certificates = (count: number, until = NOW + 90 * 24 * HOUR): Attempts => ({
  ...failed(0),
  issued: Array.from({ length: count }, (_, index) => ({ at: NOW - (count - index) * HOUR, until })),
});

test.each([
  [3, RETRY],
  [4, WEEK - 4 * HOUR],
  [5, WEEK - 4 * HOUR],
])("after %i certificates this week, in %i milliseconds", (count, wait) => {
  expect(next(certificates(count))).toBe(wait);
});

test("a wish does not go past the week's certificates", () => {
  expect(next(wished(certificates(4)))).toBe(WEEK - 4 * HOUR);
});

test("certificates of minutes do not count once they have run out", () => {
  expect(next(certificates(9, NOW - 1))).toBe(RETRY);
});

test("a certificate counts for a week, until it is known to be shorter", () => {
  const made = madeOne(failed(2), NOW);
  expect(made).toEqual({ ...failed(2), issued: [{ at: NOW, until: NOW + WEEK }] });
  expect(wentWell(made, NOW + HOUR)).toEqual({ ...failed(0), issued: [{ at: NOW, until: NOW + HOUR }] });
});

test("what is older than a week is forgotten", () => {
  const old = { ...certificates(2), issued: [{ at: NOW - WEEK, until: NOW + WEEK }] };
  expect(begun(old, "a", NOW).issued).toEqual([]);
});
