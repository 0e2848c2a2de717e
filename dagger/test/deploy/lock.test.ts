import { expect, test } from "vitest";
import { ago, lockedBy, spanOf } from "../../src/deploy/lock.ts";

const lock = { id: "x", by: "ada", action: "deploy", run: "https://ci.example/7", since: 1000, seen: 1040 };

test("claim 38: who finds a lock is told whose it is, since when, and that its owner lives", () => {
  const refusal = lockedBy(lock, 1045);
  expect(refusal.problem).toBe("ada is at it: deploy since 45 s, last heard of 5 s ago (https://ci.example/7).");
  expect(refusal.hint).toContain("--wait 10m");
  expect(refusal.code).toBe(3);
});

test("claim 37: a lock whose owner has been silent for too long is taken for a dead one's", () => {
  expect(lockedBy(lock, 1101).hint).toMatch(/^Nothing has been heard of it for too long.*dagger call unlock/);
});

test("a lock that was only just taken is not silent since the last one's time", () => {
  expect(lockedBy({ ...lock, seen: 0, run: "" }, 1001).problem).toBe(
    "ada is at it: deploy since 1 s, last heard of 1 s ago.",
  );
});

test.each([
  [0, "0 s"],
  [-3, "0 s"],
  [119, "119 s"],
  [120, "2 min"],
  [7199, "120 min"],
  [7200, "2 h"],
  [172_800, "2 d"],
])("%d seconds are %s", (seconds, words) => {
  expect(ago(seconds)).toBe(words);
});

test.each([
  ["90s", 90],
  ["10m", 600],
  ["1h", 3600],
  ["0", 0],
])("--wait %s is %d seconds", (text, seconds) => {
  expect(spanOf("wait", text)).toBe(seconds);
});

test.each(["", "ten", "10 m", "-5s", "1.5h", "5d"])("--wait %j is no span of time", (text) => {
  expect(() => spanOf("wait", text)).toThrow("this is no span of time");
});
