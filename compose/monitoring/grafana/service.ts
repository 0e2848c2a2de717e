import type { Dashboard } from "./panel.ts";

const REQUESTS = "flipdocs_http_request_duration_seconds";
const WEB_REQUESTS = "flipdocs_web_request_duration_seconds";
const quantile = (q: number, by: string, of = REQUESTS) =>
  `histogram_quantile(${q}, sum by (${by}) (rate(${of}_bucket[$__rate_interval])))`;
// 0 where nothing failed yet: a graph that is there says more than one without data.
const share = (status: string, of = REQUESTS) =>
  `(sum(rate(${of}_count{status=~"${status}"}[$__rate_interval])) or vector(0)) / sum(rate(${of}_count[$__rate_interval]))`;

/** How the service does for its readers. */
export const service: Dashboard = {
  title: "FlipDocs: the service",
  panels: [
    {
      title: "Traffic at the proxy",
      unit: "reqps",
      queries: { requests: "sum(rate(nginx_http_requests_total[$__rate_interval]))" },
    },
    {
      title: "Traffic of the API by route",
      unit: "reqps",
      queries: { "{{method}} {{route}}": `sum by (method, route) (rate(${REQUESTS}_count[$__rate_interval]))` },
    },
    {
      title: "Answers by status",
      unit: "reqps",
      queries: { "{{status}}": `sum by (status) (rate(${REQUESTS}_count[$__rate_interval]))` },
    },
    {
      title: "Errors (share of all answers)",
      unit: "percentunit",
      queries: { errors: share("5.."), "refused (4xx)": share("4..") },
    },
    {
      title: "Latency",
      unit: "s",
      queries: { p50: quantile(0.5, "le"), p95: quantile(0.95, "le"), p99: quantile(0.99, "le") },
    },
    { title: "Latency by route (p95)", unit: "s", queries: { "{{route}}": quantile(0.95, "le, route") } },
    {
      title: "Traffic of the web server by route",
      unit: "reqps",
      queries: { "{{method}} {{route}}": `sum by (method, route) (rate(${WEB_REQUESTS}_count[$__rate_interval]))` },
    },
    {
      title: "Errors of the web server (share of all answers)",
      unit: "percentunit",
      queries: {
        errors: share("5..", WEB_REQUESTS),
        "refused (4xx)": share("4[0-8].|49[0-8]", WEB_REQUESTS),
        "left by the visitor": share("499", WEB_REQUESTS),
      },
    },
    {
      title: "Latency of the web server",
      unit: "s",
      queries: {
        p50: quantile(0.5, "le", WEB_REQUESTS),
        p95: quantile(0.95, "le", WEB_REQUESTS),
        p99: quantile(0.99, "le", WEB_REQUESTS),
      },
    },
    {
      title: "Latency of the web server by route (p95)",
      unit: "s",
      queries: { "{{route}}": quantile(0.95, "le, route", WEB_REQUESTS) },
    },
    {
      title: "Books",
      unit: "short",
      queries: { "{{end}}": "sum by (end) (increase(flipdocs_books_total[1h]))" },
    },
    {
      title: "Time to make a book",
      unit: "s",
      queries: {
        p50: "histogram_quantile(0.5, sum by (le) (rate(flipdocs_book_duration_seconds_bucket[1h])))",
        p95: "histogram_quantile(0.95, sum by (le) (rate(flipdocs_book_duration_seconds_bucket[1h])))",
      },
    },
    {
      title: "Queue of books",
      unit: "short",
      // Each replica tells of the same queue.
      queries: { "{{state}}": "max by (state) (flipdocs_queue_jobs)" },
    },
    {
      title: "Cache: answers from what browsers have",
      unit: "percentunit",
      queries: {
        "page images (304)": `(sum(rate(${REQUESTS}_count{route=~".*/image",status="304"}[$__rate_interval])) or vector(0)) / sum(rate(${REQUESTS}_count{route=~".*/image"}[$__rate_interval]))`,
      },
    },
    {
      title: "Cache: keys found in Redis",
      unit: "percentunit",
      queries: {
        found:
          "sum(rate(redis_keyspace_hits_total[$__rate_interval])) / (sum(rate(redis_keyspace_hits_total[$__rate_interval])) + sum(rate(redis_keyspace_misses_total[$__rate_interval])))",
      },
    },
    {
      title: "What the API depends on",
      unit: "short",
      queries: { "{{dependency}}": "max by (dependency) (flipdocs_dependency_up)" },
    },
    {
      title: "Replicas",
      unit: "short",
      queries: { "of the API": 'count(up{job="api"} == 1)', "of the web server": 'count(up{job="web"} == 1)' },
    },
    {
      title: "Spans of traces",
      unit: "short",
      queries: { "{{job}} {{end}}": "sum by (job, end) (increase(flipdocs_spans_total[5m]))" },
    },
    {
      title: "Alerts that fire",
      unit: "short",
      queries: { "{{alertname}}": 'count by (alertname) (ALERTS{alertstate="firing"})' },
    },
  ],
};
