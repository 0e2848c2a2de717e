import { expect, test } from "vitest";
import type { Observed } from "../../src/deploy/observe.ts";
import type { Refusal } from "../../src/deploy/refusal.ts";
import { planJoin } from "../../src/join/plan.ts";
import { bare, ref, worker } from "../deploy/stack.ts";

const one = worker("one", { role: "manager", address: "10.0.0.1" });
const manager = (other: Partial<Observed> = {}) =>
  bare({ name: "one", node: "one", swarm: "manager", hosts: [one], ...other });
const second = (other: Partial<Observed> = {}) => bare({ name: "two", ...other });
const two = worker("two");
const images = [ref("web", "a")];

test("a bare host joins", () => {
  expect(planJoin(manager(), second(), images)).toEqual({
    done: false,
    manager: "10.0.0.1",
    forgotten: [],
    warnings: [],
  });
});

test("a worker that takes work has joined already", () => {
  const plan = planJoin(manager({ hosts: [one, two] }), second({ swarm: "worker", node: "two" }), images);
  expect(plan).toMatchObject({ done: true, member: two });
});

test.each([
  ["was interrupted while it joined, or joined by hand", { joined: false }],
  ["was drained", { availability: "drain" }],
  ["does not answer its manager", { state: "down" }],
])("a worker that %s is tried again", (_, other) => {
  const member = worker("two", other);
  const plan = planJoin(manager({ hosts: [one, member] }), second({ swarm: "worker", node: "two" }), images);
  expect(plan).toMatchObject({ done: false, member });
});

test("a machine that was made anew takes the place of the one that is gone", () => {
  const gone = worker("two", { state: "down" });
  expect(planJoin(manager({ hosts: [one, gone] }), second(), images)).toMatchObject({ done: false, forgotten: [gone] });
});

test.each([
  ["the same machine", { name: "one", node: "one", swarm: "manager" }, "--worker is the same machine as --host"],
  ["a worker of another Swarm", { node: "x", swarm: "worker" }, "docker swarm leave --force"],
  ["a Swarm of its own", { node: "x", swarm: "manager" }, "It is in another Swarm already."],
  ["the same name", { name: "one" }, "It calls itself one, as a host of the Swarm does"],
  ["an old Docker", { docker: "20.10.5" }, "Docker 20.10.5 is too old"],
  [
    "a full disk",
    { disk: { free: 1e9, total: 9e9 } },
    "1.0 GB are free where Docker keeps its files, 2.0 GB are needed",
  ],
  ["another time", { now: 1400, clock: 1001 }, "Its clock differs by 400 s from the host's"],
] as const)("%s is refused by name", (_, other, words) => {
  expect(() => planJoin(manager(), second(other as object), images)).toThrow(words);
});

test("a time that is wrong on both hosts is the same time", () => {
  expect(planJoin(manager({ now: 5000 }), second({ now: 5000 }), images)).toMatchObject({ done: false });
});

test("images that only the first host can pull are refused, with what to type", () => {
  expect(() => planJoin(manager(), second(), ["127.0.0.1:5000/flipdocs-web@sha256:1"])).toThrow(
    "dagger call deploy --registry ghcr.io/acme first",
  );
});

test("all that speaks against it is said at once, and nothing was changed", () => {
  try {
    planJoin(manager(), second({ name: "one", docker: "20.10.5" }), images);
    expect.unreachable();
  } catch (error) {
    const { code, problem, hint } = error as Refusal;
    expect({ code, problem }).toEqual({ code: 2, problem: "one cannot be a worker yet; nothing was changed." });
    expect(hint.split("\n")).toHaveLength(2);
  }
});

test.each([
  ["203.0.113.7", 1],
  ["2001:db8::1", 1],
  ["172.32.0.1", 1],
  ["172.31.255.1", 0],
  ["192.168.1.1", 0],
  ["100.64.0.1", 0],
  ["fd00::1", 0],
])("hosts that reach each other at %s: %i warnings", (address, count) => {
  const hosts = [{ ...one, address }];
  expect(planJoin(manager({ hosts }), second(), images).warnings).toHaveLength(count);
});
