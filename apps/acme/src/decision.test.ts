import { expect, test } from "vitest";
import type { Attempts } from "./attempts.ts";
import type { Certificate } from "./certificate.ts";
import { decide, renewAt, type Situation } from "./decision.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
// On the hour: it is due when exactly a third of its life is left.
const FROM = Date.parse("2026-09-01T00:00:00Z");
const NAMES = ["flipdocs.example", "www.flipdocs.example"];

const ours: Certificate = { names: NAMES, validFrom: FROM, validTo: FROM + 90 * DAY, isSelfSigned: false };
const attempts: Attempts = { asked: "asked", at: FROM, failures: 0, issued: [] };
const situation: Situation = {
  certificate: ours,
  names: NAMES,
  asked: "asked",
  attempts,
  retry: 5 * MINUTE,
  now: FROM + DAY,
};
const day = (count: number): number => FROM + count * DAY;

const SELF_SIGN = { kind: "self-sign" };
const FOR_GOOD = { kind: "wait", until: Number.POSITIVE_INFINITY };

test.each<[string, Partial<Situation>, object]>([
  ["nothing serves", { certificate: undefined }, { kind: "self-sign" }],
  ["it has run out", { now: day(90) }, { kind: "ask" }],
  ["it is of tomorrow", { now: day(-1) }, { kind: "wait", until: FROM }],
  ["it is of tomorrow, and a name is missing", { now: day(-1), names: ["new.example"] }, { kind: "wait", until: FROM }],
  ["a self-signed one has run out", { now: day(90), certificate: { ...ours, isSelfSigned: true } }, SELF_SIGN],
  ["a self-signed one is of tomorrow", { now: day(-1), certificate: { ...ours, isSelfSigned: true } }, SELF_SIGN],
  ["it is young", {}, { kind: "wait", until: day(60) }],
  ["a third of its life is left", { now: day(60) }, { kind: "ask" }],
  ["a name is missing", { names: [...NAMES, "new.flipdocs.example"] }, { kind: "ask" }],
  ["it has a name too many", { names: NAMES.slice(0, 1) }, { kind: "wait", until: day(60) }],
  ["it is self-signed", { certificate: { ...ours, isSelfSigned: true } }, { kind: "ask" }],
  [
    "it was asked for just now, and is due again",
    { now: day(60), attempts: { ...attempts, at: day(60) } },
    { kind: "wait", until: day(60) + 5 * MINUTE },
  ],
  [
    "it was asked for in vain, and runs out before the next attempt",
    { now: day(90) - MINUTE, attempts: { ...attempts, at: day(90) - MINUTE, failures: 8 } },
    { kind: "wait", until: day(90) - MINUTE + 360 * MINUTE },
  ],
  [
    "it was asked for in vain, and has run out",
    { now: day(91), attempts: { ...attempts, at: day(91) } },
    { kind: "wait", until: day(91) + 5 * MINUTE },
  ],
  [
    "it was asked for in vain, and is self-signed, and runs out before the next attempt",
    {
      now: day(90) - MINUTE,
      certificate: { ...ours, isSelfSigned: true },
      attempts: { ...attempts, at: day(90) - MINUTE, failures: 8 },
    },
    { kind: "wait", until: day(90) },
  ],
  ["nobody asks, and it is an authority's", { names: [], now: day(70) }, FOR_GOOD],
  ["nobody asks, it is an authority's, and it has run out", { names: [], now: day(91) }, FOR_GOOD],
  [
    "nobody asks, and a third of a self-signed one is left",
    { names: [], now: day(60), certificate: { ...ours, isSelfSigned: true } },
    { kind: "self-sign" },
  ],
])("%s: %j", (_, differs, step) => {
  expect(decide({ ...situation, ...differs })).toEqual(step);
});

test("hosts that were set up within an hour renew over a week", () => {
  expect(renewAt(ours)).toBe(day(60));
  const half = { ...ours, validFrom: FROM + 30 * MINUTE, validTo: ours.validTo + 30 * MINUTE };
  expect(renewAt(half)).toBe(day(60) + 30 * MINUTE + 3.75 * DAY);
});
