import { expect, test } from "vitest";
import { moved, newName, nextOf, resumed, type Sending, type Stand, wordsOf } from "./sendings.ts";

const WAITING: Stand = { is: "waiting" };
const SENDING: Stand = { is: "sending", share: 0.5 };
const FAILED: Stand = { is: "failed", why: "no answer" };

const list = (...stands: Stand[]): Sending[] =>
  stands.map((stand, key) => ({ key, name: `${key}`, file: new File([], `${key}.pdf`), stand }));
const keysOf = (sendings: Sending[], is: Stand["is"]) =>
  sendings.filter(({ stand }) => stand.is === is).map(({ key }) => key);

test.each([
  [[WAITING, WAITING], 0],
  [[SENDING, WAITING, WAITING], 1],
  [[SENDING, SENDING, WAITING], undefined],
  [[SENDING, FAILED, FAILED, WAITING], 3],
  [[SENDING], undefined],
  [[], undefined],
])("two go out at once: of %j it is the turn of %s", (stands, key) => {
  expect(nextOf(list(...stands))?.key).toBe(key);
});

test("each has a name of its own", () => {
  const names = Array.from({ length: 100 }, newName);
  expect(new Set(names).size).toBe(100);
  expect(names[0]).toMatch(/^[0-9a-f]{32}$/);
});

test("one moves, the others stay where they are", () => {
  const after = moved(list(WAITING, WAITING), 1, SENDING);
  expect(after.map(({ stand }) => stand)).toEqual([WAITING, SENDING]);
});

test("who has signed in again finds waiting what was signed out, and nothing else", () => {
  const after = resumed(list({ is: "signed-out", why: "" }, FAILED, { is: "refused", why: "" }, SENDING));
  expect(keysOf(after, "waiting")).toEqual([0]);
});

test.each([
  [WAITING, "waits for its turn"],
  [{ is: "sending", share: 0.256 } as const, "26 %"],
  [{ is: "sending", share: 1 } as const, "being received…"],
  [FAILED, "no answer"],
])("%j reads %j", (stand, words) => {
  expect(wordsOf({ key: 0, name: "a", file: new File([], "a.pdf"), stand })).toBe(words);
});
