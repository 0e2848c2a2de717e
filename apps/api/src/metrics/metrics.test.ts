import { Elysia } from "elysia";
import { expect, test } from "vitest";
import { createMetrics, type Scraped } from "./metrics.ts";
import { metricsRoutes } from "./routes.ts";

const metricsWith = (scraped: Partial<Scraped> = {}) =>
  createMetrics({ jobs: async () => ({ waiting: 3 }), dependencies: async () => ({ redis: true }), ...scraped }, "v1");

test("a request is counted under its route's pattern, method and status", async () => {
  const metrics = metricsWith();
  metrics.request({ method: "GET", route: "/v1/books/:id", status: 404, seconds: 0.02 });
  const text = await metrics.registry.metrics();
  const labels = 'method="GET",route="/v1/books/:id",status="404"';
  expect(text).toContain(`flipdocs_http_request_duration_seconds_bucket{le="0.025",${labels}} 1`);
  expect(text).toContain(`flipdocs_http_request_duration_seconds_bucket{le="0.01",${labels}} 0`);
});

test("a method that nobody knows makes no time series of its own", async () => {
  const metrics = metricsWith();
  metrics.request({ method: "BREW", route: "none", status: 404, seconds: 0 });
  expect(await metrics.registry.metrics()).toContain('method="other"');
});

test("books are counted by how they ended, from zero on", async () => {
  const metrics = metricsWith();
  metrics.book("made", 2);
  const text = await metrics.registry.metrics();
  expect(text).toContain('flipdocs_books_total{end="made"} 1');
  expect(text).toContain('flipdocs_books_total{end="failed"} 0');
  expect(text).toContain('flipdocs_book_duration_seconds_bucket{le="2.5"} 1');
});

test("the queue, the dependencies and the release are told as they are at the scrape", async () => {
  let waiting = 3;
  const metrics = metricsWith({ jobs: async () => ({ waiting }), dependencies: async () => ({ redis: false }) });
  await metrics.registry.metrics();
  waiting = 4;
  const text = await metrics.registry.metrics();
  expect(text).toContain('flipdocs_queue_jobs{state="waiting"} 4');
  expect(text).toContain('flipdocs_dependency_up{dependency="redis"} 0');
  expect(text).toContain('flipdocs_release_info{release="v1"} 1');
});

test("what becomes of spans is counted, from zero on, also where none are made", async () => {
  expect(await metricsWith().registry.metrics()).toContain('flipdocs_spans_total{end="dropped"} 0');
  const metrics = metricsWith({ spans: () => ({ sent: 5, failed: 2, dropped: 1 }) });
  await metrics.registry.metrics();
  const text = await metrics.registry.metrics();
  expect(text).toContain('flipdocs_spans_total{end="sent"} 5');
  expect(text).toContain('flipdocs_spans_total{end="dropped"} 1');
});

test("without a queue that answers the rest is shown", async () => {
  const metrics = metricsWith({ jobs: () => Promise.reject(new Error("ECONNREFUSED")) });
  metrics.book("refused");
  const text = await metrics.registry.metrics();
  expect(text).not.toContain("flipdocs_queue_jobs{");
  expect(text).toContain('flipdocs_books_total{end="refused"} 1');
});

test("/metrics shows them to Prometheus", async () => {
  const app = new Elysia().use(metricsRoutes({ metrics: metricsWith() }));
  // Elysia looks for the path behind the eleventh letter: shorter names are none to it.
  const response = await app.handle(new Request("http://localhost/metrics"));
  expect(await response.text()).toContain("process_resident_memory_bytes");
});
