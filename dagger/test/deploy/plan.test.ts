import { expect, test } from "vitest";
import { planOf, planText, registryOf } from "../../src/deploy/plan.ts";
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

/** web, whose rollout is said otherwise. */
const deployed = (other: object) => ({ deploy: { ...(before.services.web?.deploy as object), ...other } });

test.each<[string, object, object, string]>([
  ["secrets that are none of the stack's", {}, { secrets: [{ source: "a" }, { source: "b" }] }, "none → a b"],
  ["networks", { networks: { app: null, edge: null } }, {}, "app edge → none"],
  ["limits", {}, deployed({ resources: { limits: { cpus: "1", memory: "1G" } } }), "none → cpus 1 memory 1G"],
  ["replicas of a service that says none", {}, { deploy: undefined }, "2 → 1"],
])("%s are told one after the other", (_, then, after, how) => {
  const stack = (other: object) => stackFile({ web: { image: ref("web", "a"), ...deployed({}), ...other } });
  const { changes } = planOf(stack(after), stack(then), running());
  expect(changes.map((change) => change.how)).toContain(how);
});

test.each([
  ["what is reserved", { resources: { reservations: { memory: "1G" } } }],
  ["where it may run", { placement: { constraints: ["node.role == manager"] } }],
])("%s is told by the name of its setting, and interrupts nothing", (_, other) => {
  const { changes, interrupts } = changed("web", deployed(other));
  expect(changes).toEqual([{ service: "web", what: "deploy", how: "is said otherwise" }]);
  expect(interrupts).toEqual([]);
});

test("what only says which image it is, is told with the image alone", () => {
  const at = (release: string) =>
    stackFile({ web: { ...before.services.web, environment: { FLIPDOCS_RELEASE: release } } });
  expect(planOf(at("b"), at("a"), running()).changes).toEqual([]);
});

test("a variable that is gone is told as such", () => {
  expect(changed("web", { environment: {} }).changes).toEqual([
    { service: "web", what: "environment", how: "-API_URL" },
  ]);
  expect(changed("web", { environment: undefined }).changes[0]?.how).toBe("-API_URL");
});

test("what runs and was not deployed from here is taken over", () => {
  expect(planOf(before, null, running()).changes[0]).toEqual({
    service: "web",
    what: "taken over",
    how: "it was not deployed from here",
  });
  expect(planOf(before, stackFile({ web: {} }), running()).changes.map(({ service }) => service)).toContain("web");
});

test("an image without a digest, from elsewhere, is told once", () => {
  const at = (image: string) => stackFile({ web: { ...before.services.web, image } });
  const state = { ...running(), services: { ...running().services, web: service("b/web:1", { replicas: 2 }) } };
  expect(planOf(at("b/web:1"), at("a/web:1"), state).changes).toEqual([
    { service: "web", what: "image", how: "a/web:1 → b/web:1" },
  ]);
});

test.each([
  ["ghcr.io/acme/flipdocs-web@sha256:1", "ghcr.io/acme"],
  ["redis:8", "redis:8"],
])("%s comes from %s", (image, registry) => {
  expect(registryOf(image)).toBe(registry);
});

const redis = { image: ref("redis", "a"), deploy: { replicas: 1, update_config: { order: "stop-first" } } };

test.each<[string, object, readonly string[]]>([
  ["its command", { command: ["x"] }, ["redis"]],
  ["its count", { deploy: { ...redis.deploy, replicas: 2 } }, []],
  ["where it may run", { deploy: { ...redis.deploy, placement: {} } }, []],
])("of what leaves before its successor comes, %s interrupts %j", (_, other, interrupts) => {
  const [then, after] = [stackFile({ redis }), stackFile({ redis: { ...redis, ...other } })];
  const state = { ...running(), services: { ...running().services, redis: service(redis.image) } };
  expect(planOf(after, then, state).interrupts).toEqual(interrupts);
});

test("what is new, or gone, interrupts nothing", () => {
  expect(planOf(stackFile({ redis }), before, running()).interrupts).toEqual([]);
  const { interrupts } = planOf(before, stackFile({ redis }), { ...running(), tasks: [] });
  expect(interrupts).toEqual([]);
});

test("a service that says nothing of its rollout interrupts nothing", () => {
  const web = { ...before.services.web, deploy: undefined, command: ["x"] };
  expect(planOf(stackFile({ web }), before, running()).interrupts).toEqual([]);
});

test("all lines begin in one column, and what an interruption means is told of each", () => {
  const changes = [
    { service: "proxy", what: "image", how: "a → b" },
    { service: "certificates", what: "environment", how: "+NEW" },
  ];
  expect(planText({ changes, interrupts: ["redis", "certificates"] }).split("\n")).toEqual([
    "proxy         image        a → b",
    "certificates  environment  +NEW",
    "redis leaves before its successor comes: the API answers without its cache for about 2 s.",
    "certificates leaves before its successor comes: it is away for a moment.",
  ]);
});
