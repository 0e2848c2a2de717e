import { expect, test } from "vitest";
import { disk, judged, services } from "../../src/deploy/health.ts";
import { running as replicas } from "../../src/deploy/reports.ts";
import { ref, release, running, service, task } from "./stack.ts";

test("every service is told with its replicas; one of the release that is not there is bad", () => {
  const state = { ...running(), services: { web: service(ref("web", "a"), { replicas: 2 }) } };
  expect(services({ state, release: release(1) })).toEqual([
    { check: "web", is: "ok", says: "2/2 replicas, healthy" },
    { check: "proxy", is: "BAD", says: "is not there" },
  ]);
});

test("what runs without any release is told, too", () => {
  expect(services({ state: running(), release: null }).map(({ check }) => check)).toEqual(["web", "proxy"]);
});

test("a service with fewer replicas than it shall have is bad", () => {
  const state = { ...running(), tasks: [task("web", ref("web", "a"))] };
  expect(services({ state, release: null })[0]).toEqual({ check: "web", is: "BAD", says: "1/2 replicas, healthy" });
});

test.each([
  ["ends before it listens", { state: "starting", error: "" }, "starting"],
  ["says why", { state: "failed", error: "exit 1" }, "failed: exit 1"],
])("a replica that %s is told in Swarm's words, once for all of its kind", (_, other, words) => {
  const tasks = [1, 2].map((slot) => task("web", ref("web", "a"), { slot, ...other }));
  expect(replicas("web", service("", { replicas: 3 }), tasks)).toEqual({ replicas: "0/3", state: words });
});

test("replicas that Swarm lets go of, and those of others, are not counted", () => {
  const tasks = [
    task("web", ref("web", "a")),
    task("web", ref("web", "a"), { desired: "shutdown", state: "failed" }),
    task("api", ref("api", "a"), { state: "starting" }),
  ];
  expect(replicas("web", service(""), tasks)).toEqual({ replicas: "1/1", state: "healthy" });
});

test("several troubles are told one after the other", () => {
  const tasks = [task("web", "", { state: "starting" }), task("web", "", { state: "pending", error: "no room" })];
  expect(replicas("web", service(""), tasks).state).toBe("starting, pending: no room");
});

test.each([
  ["30", ["a", "b"], "ok", "30 days left"],
  ["7", ["a", "b"], "ok", "7 days left"],
  ["6", ["a", "b"], "warn", "6 days left"],
  ["0", ["a", "b"], "warn", "0 days left"],
  ["-1", ["a", "b"], "BAD", "ended 1 days ago"],
  ["90", ["a", "a"], "warn", "self-signed, 90 days left"],
  ["-2", ["a", "a"], "BAD", "self-signed, ended 2 days ago"],
])("a certificate of %s days and the names %j", (days, names, is, says) => {
  expect(judged(days, names)).toEqual({ check: "certificate", is, says });
});

test("a site that shows no certificate is bad", () => {
  expect(judged(undefined, [])).toEqual({ check: "certificate", is: "BAD", says: "none is shown" });
});

test.each([
  [50e9, "ok", "50.0 of 100.0 GB free"],
  [2e9, "ok", "2.0 of 100.0 GB free"],
  [1.99e9, "warn", "2.0 of 100.0 GB free"],
  [0.3e9, "warn", "0.3 of 100.0 GB free"],
  [0.25e9, "BAD", "0.3 of 100.0 GB free"],
])("%d bytes free of a disk", (free, is, says) => {
  expect(disk({ free, total: 100e9 })).toEqual({ check: "disk", is, says });
});
