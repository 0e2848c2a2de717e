import { hostname } from "node:os";
import { expect, test } from "vitest";
import {
  type Asker,
  foreignSeconds,
  isOver,
  type Owner,
  ownerByName,
  ownerLabel,
  readOwner,
  sessionName,
} from "./sessions.ts";

const now = 1_800_000_000;
const asker: Asker = {
  host: "laptop",
  now,
  processRuns: (pid) => pid === 1,
  containerRuns: (id) => id === "0123456789ab",
};
const owner: Owner = { host: "laptop", started: now - 10, pid: 1 };

test("a session's label is read back", () => {
  const read = readOwner(ownerLabel("dagger-on-docker-42-abcdef"), "");
  expect(read).toMatchObject({ pid: 42 });
  expect(Math.abs((read?.started ?? 0) - Date.now() / 1000)).toBeLessThan(60);
});

test.each(["", "laptop/dagger-on-docker-1-abcdef", "laptop/1/other-1-x"])("the label %j is nobody's", (label) => {
  expect(readOwner(label, "")).toBeUndefined();
});

test("images are named after their session, and so after its process and its host", () => {
  expect(ownerByName(sessionName(), hostname())).toEqual({ host: hostname(), pid: process.pid });
});

test("another host's images are not taken for this one's", () => {
  expect(ownerByName("dagger-on-docker-7-0123abcd-abcdef", "laptop")).toEqual({ host: "0123abcd", pid: 7 });
});

test.each(["debian", "dagger-on-docker-7-abcdef", "x/dagger-on-docker-7-0123abcd-abcdef"])("%s is nobody's", (name) => {
  expect(ownerByName(name, "laptop")).toBeUndefined();
});

test.each<[string, Owner, boolean]>([
  ["of this host, whose process runs", owner, false],
  ["of this host, whose process was killed", { ...owner, pid: 2 }, true],
  ["whose container runs", { ...owner, host: "ci", pid: 2, container: "0123456789ab" }, false],
  ["whose container was killed or removed", { ...owner, host: "ci", pid: 1, container: "ba9876543210" }, true],
  ["of another machine, young", { ...owner, host: "desk", pid: 2 }, false],
  ["of another machine, old", { ...owner, host: "desk", pid: 1, started: now - foreignSeconds - 1 }, true],
])("a session %s is over: %j", (_, one, over) => {
  expect(isOver(one, asker)).toBe(over);
});
