import { expect, test } from "vitest";
import { standings } from "../../src/deploy/converge.ts";
import { ref, running, service, stackFile, task } from "./stack.ts";

const SINCE = "2026-11-26T20:14:00";
const after = "2026-11-26T20:14:00.5Z";
const one = stackFile({ web: { image: ref("web", "c"), deploy: { replicas: 2 } } });
const web = (state: ReturnType<typeof running>) => standings(one, state, SINCE).web;

test("a stack that runs as it was deployed is done", () => {
  const all = standings(stackFile(), running(), SINCE);
  expect(all).toEqual({ web: { is: "done", line: "2 of 2 run" }, proxy: { is: "done", line: "1 of 1 run" } });
});

test("a service that is not there yet is waited for", () => {
  expect(web({ services: {}, tasks: [] })).toEqual({ is: "waiting", line: "is not there yet" });
});

test("old replicas are still to be replaced", () => {
  const tasks = [task("web", ref("web", "a"), { current: false }), task("web", ref("web", "c"), { state: "starting" })];
  const state = { services: { web: service(ref("web", "c"), { update: "updating", began: after }) }, tasks };
  expect(web(state)).toEqual({ is: "waiting", line: "0 of 2 run, to be replaced, starting" });
});

test("replicas that run with other settings than the service's are old ones, though their image is right", () => {
  const tasks = [1, 2].map((slot) => task("web", ref("web", "c"), { slot, current: false }));
  expect(web({ services: { web: service(ref("web", "c")) }, tasks })?.is).toBe("waiting");
});

test("all replicas run, and Swarm still watches them: not done yet", () => {
  const tasks = [1, 2].map((slot) => task("web", ref("web", "c"), { slot }));
  const state = { services: { web: service(ref("web", "c"), { update: "updating", began: after }) }, tasks };
  expect(web(state)?.is).toBe("waiting");
});

test("claim 36: an update that Swarm took back has failed, with its task's own words", () => {
  const tasks = [
    task("web", ref("web", "c"), { state: "failed", desired: "shutdown", created: after, error: "exit 1" }),
  ];
  const state = { services: { web: service(ref("web", "a"), { update: "rollback_completed", began: after }) }, tasks };
  expect(web(state)).toEqual({ is: "failed", line: "Swarm took it back: exit 1" });
});

test("an update that was taken back before this one counts for nothing", () => {
  const tasks = [1, 2].map((slot) => task("web", ref("web", "c"), { slot }));
  const state = {
    services: { web: service(ref("web", "c"), { update: "rollback_completed", began: "2026-11-26T20:13:59.9Z" }) },
    tasks,
  };
  expect(web(state)?.is).toBe("done");
});

test("while Swarm takes it back, it is waited for", () => {
  const state = {
    services: { web: service(ref("web", "a"), { update: "rollback_started", began: after }) },
    tasks: [],
  };
  expect(web(state)?.is).toBe("waiting");
});

test("claim 36: a first version that ends again and again has failed, since there is none to go back to", () => {
  const tasks = Array.from({ length: 6 }, (_, index) =>
    task("web", ref("web", "c"), {
      id: String(index),
      state: "failed",
      desired: "shutdown",
      created: after,
      error: "exit 7",
    }),
  );
  expect(web({ services: { web: service(ref("web", "c")) }, tasks })).toEqual({
    is: "failed",
    line: "ended 6 times: exit 7",
  });
  expect(web({ services: { web: service(ref("web", "c")) }, tasks: tasks.slice(1) })?.is).toBe("waiting");
});

const c = ref("web", "c");
const both = [1, 2].map((slot) => task("web", c, { slot }));
const failure = (other: object = {}) =>
  task("web", c, { state: "failed", desired: "shutdown", created: after, error: "exit 1", ...other });
const updated = (update: string, began = after) => ({ services: { web: service(c, { update, began }) }, tasks: both });

test.each([
  ["tasks that Swarm lets go of are not waited for", [...both, failure({ state: "running" })], "done", "2 of 2 run"],
  ["one too many is waited for", [...both, task("web", c, { state: "starting" })], "waiting", "2 of 2 run, starting"],
  ["one with another image is waited for", [both[0], task("web", ref("web", "d"))], "waiting", "1 of 2 run, running"],
  [
    "failures since then are counted",
    [both[0], failure(), failure({ state: "rejected" })],
    "waiting",
    "1 of 2 run, 2 failed",
  ],
  [
    "failures before count for nothing",
    [both[0], failure({ created: "2026-11-26T20:13:59Z" })],
    "waiting",
    "1 of 2 run",
  ],
  ["a failure at that very moment counts", [both[0], failure({ created: SINCE })], "waiting", "1 of 2 run, 1 failed"],
  ["tasks that went are no failures", [both[0], failure({ state: "shutdown" })], "waiting", "1 of 2 run"],
  [
    "others of one state are told once",
    [task("web", c, { state: "ready" }), task("web", c, { state: "ready" })],
    "waiting",
    "0 of 2 run, ready",
  ],
] as const)("%s", (_, tasks, is, line) => {
  const all = tasks.flatMap((one) => one ?? []);
  expect(web({ services: { web: service(c) }, tasks: all })).toEqual({ is, line });
});

test.each([
  ["rollback_completed", "failed"],
  ["rollback_paused", "failed"],
  ["paused", "failed"],
  ["rollback_started", "waiting"],
  ["updating", "waiting"],
  ["completed", "done"],
])("an update that is %s", (update, is) => {
  expect(web(updated(update))?.is).toBe(is);
  expect(web(updated(update, SINCE))?.is).toBe(is);
  expect(web(updated(update, "2026-11-26T20:13:59Z"))?.is).toBe("done");
});

test("a service that Swarm takes back without a task's word was not healthy", () => {
  expect(web({ ...updated("paused"), tasks: [failure({ error: "" })] })?.line).toBe(
    "Swarm took it back: a task did not become healthy",
  );
});
