import { expect, test } from "vitest";
import { planOf, planText } from "../../src/deploy/plan.ts";
import { ref, running, service, stackFile } from "./stack.ts";

const before = stackFile();

/** The plan for a stack in which one service is said otherwise. */
const changed = (name: string, other: object) =>
  planOf(stackFile({ [name]: { ...before.services[name], ...other } }), before, running());

test("the same stack changes nothing, and the plan says so", () => {
  const plan = planOf(before, before, running());
  expect(plan).toEqual({ changes: [], interrupts: [] });
  expect(planText(plan)).toBe("Nothing would change.");
});

test("a new image of web is one line, and interrupts nothing", () => {
  const plan = changed("web", { image: ref("web", "c"), environment: { API_URL: "http://api" } });
  expect(plan.changes).toEqual([{ service: "web", what: "image", how: "aaaaaaaaaaaa → cccccccccccc" }]);
  expect(planText(plan)).toMatch(/^web +image +aaaaaaaaaaaa → cccccccccccc\nNothing is interrupted\.$/);
});

test("the same image from another registry is a change: another host may not reach the one before", () => {
  const image = ref("web", "a").replace("r.example", "127.0.0.1:5000");
  expect(changed("web", { image }).changes).toEqual([
    { service: "web", what: "image", how: "of r.example → of 127.0.0.1:5000" },
  ]);
});

test("an image of the proxy interrupts the site, and the plan says for how long", () => {
  const plan = changed("proxy", { image: ref("proxy", "c") });
  expect(plan.interrupts).toEqual(["proxy"]);
  expect(planText(plan)).toContain("proxy leaves before its successor comes: the site does not answer for about 2 s.");
});

test("variables are told by their names, never by their values", () => {
  const plan = changed("web", { environment: { NEW: "s3cret", API_URL: "http://elsewhere" } });
  expect(plan.changes).toEqual([{ service: "web", what: "environment", how: "~API_URL +NEW" }]);
  expect(planText(plan)).not.toContain("s3cret");
});

test.each([
  [
    "limits",
    { deploy: { ...(before.services.web?.deploy as object), resources: { limits: { memory: "1G" } } } },
    "none → memory 1G",
  ],
  ["replicas", { deploy: { ...(before.services.web?.deploy as object), replicas: 3 } }, "2 → 3"],
  ["networks", { networks: { app: null } }, "none → app"],
  ["command", { command: ["x"] }, "is said otherwise"],
])("a change of %s is told", (what, other, how) => {
  expect(changed("web", other).changes).toEqual([{ service: "web", what, how }]);
});

test("a secret is told by its version", () => {
  const secrets = [{ source: "key", target: "key" }];
  const at = (version: string) => ({
    ...stackFile({ web: { ...before.services.web, secrets } }),
    secrets: { key: { name: `s_key_${version}` } },
  });
  expect(planOf(at("2"), at("1"), running()).changes).toEqual([
    { service: "web", what: "secrets", how: "s_key_1 → s_key_2" },
  ]);
});

test("how a rollout goes is no change: a rollback deploys in another way", () => {
  const deploy = {
    ...(before.services.web?.deploy as object),
    update_config: { order: "start-first", parallelism: 0 },
  };
  expect(changed("web", { deploy }).changes).toEqual([]);
});

test("a first deploy is all new", () => {
  const plan = planOf(before, null, { services: {}, tasks: [] });
  expect(plan.changes.map(({ service, what }) => [service, what])).toEqual([
    ["web", "new"],
    ["proxy", "new"],
  ]);
  expect(plan.interrupts).toEqual([]);
});

test("what the file has no more is taken away", () => {
  const plan = planOf(before, { ...before, services: { ...before.services, old: {} } }, running());
  expect(plan.changes).toEqual([{ service: "old", what: "gone", how: "is taken away" }]);
});

test("what was scaled by hand is measured by what runs", () => {
  const state = running();
  state.services.web = service(ref("web", "a"), { replicas: 3 });
  const three = stackFile({
    web: { ...before.services.web, deploy: { ...(before.services.web?.deploy as object), replicas: 3 } },
  });
  expect(planOf(three, before, state).changes).toEqual([]);
});

test("an image that somebody changed by hand is put right", () => {
  const state = running();
  state.services.web = service(ref("web", "d"), { replicas: 2 });
  expect(planOf(before, before, state).changes).toEqual([
    { service: "web", what: "image", how: "dddddddddddd, not of a release, → aaaaaaaaaaaa" },
  ]);
});
