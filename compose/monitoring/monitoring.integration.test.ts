import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { signUp } from "../../apps/api/test/visitor.ts";
import { dashboards, deploys } from "./grafana/panels.ts";
import { prometheusAt, selectors } from "./test/prometheus.ts";
import { type WatchedStack, watchedStack } from "./test/stack.ts";

const PATIENCE = { timeout: 60_000, interval: 500 };

let stack: WatchedStack;
let prometheus: ReturnType<typeof prometheusAt>;
let site: string;

beforeAll(async () => {
  stack = await watchedStack();
  await stack.up();
  prometheus = prometheusAt(await stack.copy.address("prometheus", 9090));
  site = await stack.copy.address("proxy", 8080);
});
afterAll(() => stack?.remove());

/** Alerts on what only a host has: its certificate and its schedule. ../swarm-test/monitoring.test.ts watches them. */
const OF_A_HOST = ["CertificateEnds", "BackupLate"];
const JOBS = ["alertmanager up", "api up", "nginx up", "node up", "prometheus up", "redis up", "web up"];

test("Prometheus finds what it asks by DNS, and all of it answers", async () => {
  await vi.waitFor(async () => expect(await prometheus.targets()).toEqual(JOBS), PATIENCE);
});

test("a second replica of the API is found by itself", async () => {
  await stack.up("--scale", "api=2", "--no-recreate");
  const both = ["alertmanager up", "api up", ...JOBS.slice(1)];
  await vi.waitFor(async () => expect(await prometheus.targets()).toEqual(both), PATIENCE);
});

test("the proxy lets nobody through to the metrics", async () => {
  for (const path of ["/api/metrics", "/api//metrics", "/api/%6detrics"]) {
    expect((await fetch(`${site}${path}`)).status).toBe(404);
  }
  expect(await (await fetch(`${site}/metrics`)).text()).not.toContain("flipdocs_web_request");
});

test("every service's JSON lines arrive by Docker's fluentd driver, under its own tag", async () => {
  await fetch(`${site}/api/v1/books/public`);
  const asked = () =>
    stack.logs.received.filter(({ record }) => String(record.log).includes("/v1/books/public")).map(({ tag }) => tag);
  await vi.waitFor(() => expect(asked()).toEqual(expect.arrayContaining(["flipdocs.api", "flipdocs.proxy"])), PATIENCE);
  const line = stack.logs.received.find(
    ({ tag, record }) => tag === "flipdocs.proxy" && String(record.log).includes("/v1/books/public"),
  );
  expect(JSON.parse(String(line?.record.log))).toMatchObject({ method: "GET", status: 200 });
  expect(line?.record.container_name).toMatch(/proxy/);
});

test("an alert goes to the receiver of its severity, and so does its end", async () => {
  await vi.waitFor(() => expect(stack.alerts.received).toContain("watchdog firing Watchdog"), PATIENCE);
  await stack.copy.dev("stop", "redis");
  await vi.waitFor(() => expect(stack.alerts.received).toContain("page firing RedisAway"), PATIENCE);
  const api = await stack.copy.address("api", 3001);
  await vi.waitFor(async () => expect((await fetch(`${api}/ready`)).status).toBe(503), PATIENCE);
  await stack.copy.dev("start", "redis");
  await vi.waitFor(() => expect(stack.alerts.received).toContain("page resolved RedisAway"), PATIENCE);
  await vi.waitFor(async () => expect((await fetch(`${api}/ready`)).status).toBe(200), PATIENCE);
});

describe("with readers on it", () => {
  let over = false;
  let reading: Promise<void>;

  // All the while: a rate is made of what has come between two looks.
  beforeAll(async () => {
    await stack.copy.dev("exec", "-T", "redis", "redis-cli", "config", "set", "maxmemory", "64mb");
    const reader = await signUp(await stack.copy.address("api", 3001));
    const { id } = await reader.makeBook();
    const read = async () => {
      const image = await reader.fetch(`/v1/books/${id}/pages/1/image`);
      await reader.fetch(`/v1/books/${id}/pages/1/image`, {
        headers: { "if-none-match": image.headers.get("etag") ?? "" },
      });
      await reader.fetch("/v1/books/no-such-book");
      await fetch(site);
    };
    await read();
    reading = (async () => {
      for (; !over; await pause(1000)) await read().catch((error: unknown) => console.info(`not read: ${error}`));
    })();
  });
  afterAll(async () => {
    over = true;
    await reading;
  });

  const panels = Object.values(dashboards).flatMap((dashboard) => dashboard.panels);
  const queries = panels.flatMap(({ title, queries }) =>
    Object.entries(queries).map(([legend, query]) => [title, legend, query]),
  );

  test.each([...queries, ["marks", "deploys", deploys]])(
    "dashboard: %s: %s has data",
    async (_title, _legend, query) => {
      await vi.waitFor(async () => expect(await prometheus.numbers(query ?? "")).toBeGreaterThan(0), PATIENCE);
    },
  );

  test("what every alert looks at has data, and no rule fails", async () => {
    const rules = await prometheus.rules();
    expect(rules.length).toBeGreaterThan(10);
    expect(rules.map(({ name }) => name)).toEqual(expect.arrayContaining(OF_A_HOST));
    expect(rules.filter(({ health }) => health !== "ok")).toEqual([]);
    for (const { name, query } of rules.filter(({ name }) => !OF_A_HOST.includes(name))) {
      for (const selector of selectors(query)) {
        expect(await prometheus.numbers(selector), `${name}: ${selector}`).toBeGreaterThan(0);
      }
    }
  });
});
