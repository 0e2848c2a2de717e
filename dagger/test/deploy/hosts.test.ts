import { expect, test } from "vitest";
import { withReplicas } from "../../src/deploy/desired.ts";
import { type Host, hostsOf, judgedHosts, pinned, placement, uneven } from "../../src/deploy/hosts.ts";
import type { Task } from "../../src/deploy/state.ts";
import { pinnedProxy, ref, stackFile, task, worker } from "./stack.ts";

const one: Host = worker("one", { role: "manager" });
const two = worker("two");

/** Tasks of web, each on the host of its name. */
const web = (...hosts: readonly string[]): Task[] => hosts.map((node) => task("web", ref("web", "a"), { node }));

const many = (replicas: number) => stackFile({ web: withReplicas(stackFile().services.web ?? {}, replicas) });

test("hosts are read from what a manager says of them, managers first", () => {
  const said = [
    {
      ID: "2",
      Spec: { Role: "worker", Availability: "pause", Labels: { "org.flipdocs.joined": "yes" } },
      Description: { Hostname: "two" },
      Status: { State: "down", Addr: "10.0.0.2" },
    },
    {
      ID: "1",
      Spec: { Role: "manager", Availability: "active" },
      Description: { Hostname: "zero" },
      Status: { State: "ready", Addr: "0.0.0.0" },
      ManagerStatus: { Addr: "10.0.0.1:2377" },
    },
    {
      ID: "3",
      Spec: { Role: "manager", Availability: "active" },
      Description: { Hostname: "six" },
      Status: { State: "ready" },
      ManagerStatus: { Addr: "[fd00::1]:2377" },
    },
  ];
  expect(hostsOf(JSON.stringify(said))).toEqual([
    {
      id: "3",
      name: "six",
      role: "manager",
      availability: "active",
      state: "ready",
      address: "fd00::1",
      joined: false,
    },
    {
      id: "1",
      name: "zero",
      role: "manager",
      availability: "active",
      state: "ready",
      address: "10.0.0.1",
      joined: false,
    },
    { id: "2", name: "two", role: "worker", availability: "pause", state: "down", address: "10.0.0.2", joined: true },
  ]);
});

test("who is no manager knows of no hosts", () => {
  expect(hostsOf("")).toEqual([]);
});

test("what stays on a host is what has a constraint", () => {
  expect(pinned(stackFile({ proxy: pinnedProxy }))).toEqual(["proxy"]);
});

test.each([
  ["both on the first of two", 2, ["one", "one"], { web: 1 }],
  ["one on each", 2, ["one", "two"], {}],
  ["two and one", 3, ["one", "one", "two"], {}],
  ["all three on the first", 3, ["one", "one", "one"], { web: 2 }],
  ["four on the second", 4, ["two", "two", "two", "two"], { web: 2 }],
  ["one that is nowhere", 1, [], {}],
  ["a third that an interrupted run has left", 2, ["one", "one", "two"], { web: 0 }],
])("%s: more for a moment are %j", (_, count, on, more) => {
  expect(uneven(many(count), web(...on), [one, two])).toEqual(more);
});

test("what is ending counts no more", () => {
  const ending = task("web", ref("web", "a"), { node: "two", desired: "shutdown" });
  expect(uneven(many(2), [...web("one", "one"), ending], [one, two])).toEqual({ web: 1 });
});

test.each([
  ["is away", { state: "down" }],
  ["is drained", { availability: "drain" }],
])("nothing is spread to a host that %s", (_, other) => {
  expect(uneven(many(2), web("one", "one"), [one, worker("two", other)])).toEqual({});
});

test("what is pinned is not spread, and one host alone has all of it", () => {
  const stack = stackFile({ web: { ...stackFile().services.web, deploy: { replicas: 2, ...pinnedProxy.deploy } } });
  expect(uneven(stack, web("one", "one"), [one, two])).toEqual({});
  expect(uneven(many(2), web("one", "one"), [one])).toEqual({});
});

test("where replicas run is said by the hosts' names", () => {
  expect(placement("web", web("one", "two", "two"), [one, two])).toBe("1 on one, 2 on two");
  expect(placement("proxy", web("one"), [one, two])).toBe("nowhere");
});

test("each host is judged, with what is away when it is", () => {
  const stack = stackFile({ proxy: pinnedProxy });
  const hosts = [one, worker("two", { availability: "drain" }), worker("three", { state: "down" })];
  expect(judgedHosts(hosts, stack, [task("proxy", ref("proxy", "b"), { node: "one" })])).toEqual([
    { check: "host one", is: "ok", says: "manager, ready, keeps proxy" },
    { check: "host two", is: "warn", says: "worker, ready, drain" },
    {
      check: "host three",
      is: "BAD",
      says: "worker, down; gone for good: docker node rm --force three on its manager",
    },
  ]);
});
