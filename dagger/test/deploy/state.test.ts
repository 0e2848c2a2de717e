import { expect, test } from "vitest";
import { observed } from "../../src/deploy/observe.ts";
import { stackState } from "../../src/deploy/state.ts";
import { printed } from "./said.ts";

const spec = (env: unknown) => ({ ContainerSpec: { Image: "web@sha256:1", Env: env } });
const service = (other: object = {}, mode: object = { Global: {} }) => ({
  ID: "s1",
  Spec: { Name: "flipdocs_web", TaskTemplate: spec(null), Mode: mode },
  ...other,
});
const task = (id: string, created: string, other: object = {}) => ({
  ID: id,
  ServiceID: "s1",
  CreatedAt: created,
  DesiredState: "running",
  Spec: spec(null),
  Status: { State: "running" },
  ...other,
});
const state = (services: object[], tasks: object[] = []) =>
  stackState("flipdocs", JSON.stringify(services), JSON.stringify(tasks));

test("what Docker does not say of a task is empty, and what it says is kept", () => {
  const full = { Slot: 2, NodeID: "n1", Status: { State: "failed", Err: "exit 1" } };
  const one = { service: "web", image: "web@sha256:1", desired: "running", current: true };
  expect(state([service()], [task("a", "1"), task("b", "2", full)]).tasks).toEqual([
    { ...one, id: "a", slot: 0, state: "running", error: "", created: "1", node: "" },
    { ...one, id: "b", slot: 2, state: "failed", error: "exit 1", created: "2", node: "n1" },
  ]);
});

test.each([
  ["1", "2", "3"],
  ["3", "2", "1"],
  ["2", "3", "1"],
])("tasks of %s, %s and %s are told in their order", (...created) => {
  expect(
    state(
      [service()],
      created.map((at) => task(at, at)),
    ).tasks.map(({ id }) => id),
  ).toEqual(["1", "2", "3"]);
});

test.each<[object, object, number]>([
  [{}, { Global: {} }, 1],
  [{}, { Replicated: {} }, 1],
  [{}, { Replicated: { Replicas: 0 } }, 0],
])("a service of %j and the mode %j has its count", (other, mode, replicas) => {
  expect(state([service(other, mode)]).services.web?.replicas).toBe(replicas);
});

test.each([
  ["another variable", ["A=1"], false],
  ["no word of them", undefined, false],
  ["an empty list, which Swarm adds", [], false],
  ["the same", null, true],
])("a task with %s, where its service says null", (_, env, current) => {
  expect(state([service()], [task("a", "1", { Spec: spec(env) })]).tasks[0]?.current).toBe(current);
});

test("when an update began is told with it", () => {
  const UpdateStatus = { State: "updating", StartedAt: "2026" };
  expect(state([service({ UpdateStatus })]).services.web).toMatchObject({ update: "updating", began: "2026" });
});

const info = { ServerVersion: "26", Swarm: { LocalNodeState: "active", ControlAvailable: false } };
const seen = (parts: object, other: object = {}) =>
  observed("flipdocs", printed({ info: { ...info, ...other }, host: "1\nx\n/dev/vda  2   1 1 1% /", ...parts }).stdout);

test("a host that another one manages is a worker", () => {
  expect(seen({})).toMatchObject({ swarm: "worker", node: "", here: "", disk: { free: 1024, total: 2048 } });
});

test("other options of Docker's do not forbid new privileges", () => {
  expect(seen({}, { SecurityOptions: ["name=seccomp,profile=builtin"] }).hardened).toBe(false);
});

test("only the site's secrets have versions, by their own names", () => {
  expect(seen({ "secret a b": "1", secrets: "x" }).versions).toEqual({ "a b": "1" });
});

test("what runs is read where it is told", () => {
  expect(seen({ services: [service()], tasks: [task("a", "1")] }).state).toEqual(state([service()], [task("a", "1")]));
});

test.each([
  ["tcp  0:   00000000:01BB  00000000:0000  0A", ["tcp 443"]],
  ["tcp 0: 00000000:01BB 00000000:0000 01", []],
  ["udp6 0: 00000000:0035 00000000:0000 07", ["udp 53"]],
  ["tcp 0: 00000000:01BB0 00000000:0000 0A", []],
  ["", []],
])("the kernel's line %j says of ports: %j", (line, ports) => {
  expect(seen({ listening: line }).listening).toEqual(ports);
});
