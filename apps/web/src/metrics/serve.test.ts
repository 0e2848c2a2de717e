import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { serveMetrics } from "./serve.ts";

const TOKEN = "Zm9sZGVkLWF0LXJhbmRvbS0x";
const site = createServer((_, answer) => void answer.end());
let metrics: Server;

const at = (server: Server, path: string) => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
const shown = async () => (await at(metrics, "/metrics")).text();

beforeAll(async () => {
  await once(site.listen(0, "127.0.0.1"), "listening");
  metrics = await serveMetrics(0, "v1");
});
afterAll(() => {
  site.close();
  metrics.close();
});

test("requests are shown by route, with neither the token of a link nor what was asked for", async () => {
  await at(site, `/s/${TOKEN}?q=word`);
  const line = 'flipdocs_web_request_duration_seconds_count{method="GET",route="/s/[token]",status="200"} 1';
  await vi.waitFor(async () => expect(await shown()).toContain(line), 60_000);
  expect(await shown()).not.toMatch(new RegExp(`${TOKEN}|q=word`));
});

test("neither looking at them nor asking for health is counted", async () => {
  await at(site, "/api/health");
  await at(site, "/library");
  await vi.waitFor(async () => expect(await shown()).toContain('route="/library"'), 60_000);
  const text = await shown();
  expect(text).toContain('flipdocs_release_info{release="v1"} 1');
  expect(text).toContain('flipdocs_spans_total{end="dropped"} 0');
  expect(text).not.toMatch(/route="(\/api\/health|none)"/);
});

test("nothing else is there", async () => {
  expect((await at(metrics, "/")).status).toBe(404);
});
