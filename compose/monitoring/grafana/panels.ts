/** One graph: its PromQL by legend; `empty` says when a query rightly finds nothing. */
export interface Panel {
  title: string;
  unit: "reqps" | "s" | "short" | "percentunit" | "bytes" | "Bps" | "ops";
  queries: Record<string, string>;
  empty?: string;
}

/** One dashboard; the key in the table is its file. */
export interface Dashboard {
  title: string;
  panels: Panel[];
}

const REQUESTS = "flipdocs_http_request_duration_seconds";
const WEB_REQUESTS = "flipdocs_web_request_duration_seconds";
const quantile = (q: number, by: string, of = REQUESTS) =>
  `histogram_quantile(${q}, sum by (${by}) (rate(${of}_bucket[$__rate_interval])))`;
// 0 where nothing failed yet: a graph that is there says more than one without data.
const share = (status: string, of = REQUESTS) =>
  `(sum(rate(${of}_count{status=~"${status}"}[$__rate_interval])) or vector(0)) / sum(rate(${of}_count[$__rate_interval]))`;

/** A point wherever a release is there that was not a minute ago. */
export const deploys =
  "max by (release) (flipdocs_release_info) unless max by (release) (flipdocs_release_info offset 1m)";

/** What is watched: how the service does for its readers, and what it runs on. */
export const dashboards: Record<string, Dashboard> = {
  service: {
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
  },
  saturation: {
    title: "FlipDocs: saturation",
    panels: [
      {
        title: "Processors busy",
        unit: "percentunit",
        queries: {
          "{{instance}}": '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[$__rate_interval]))',
        },
      },
      {
        title: "Memory used",
        unit: "percentunit",
        queries: { "{{instance}}": "1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes" },
      },
      {
        title: "Disk used",
        unit: "percentunit",
        queries: {
          "{{instance}}":
            '1 - node_filesystem_avail_bytes{mountpoint="/",fstype!="tmpfs"} / node_filesystem_size_bytes{mountpoint="/",fstype!="tmpfs"}',
        },
      },
      {
        title: "Network",
        unit: "Bps",
        queries: {
          in: 'sum(rate(node_network_receive_bytes_total{device!~"lo|veth.*|br-.*"}[$__rate_interval]))',
          out: 'sum(rate(node_network_transmit_bytes_total{device!~"lo|veth.*|br-.*"}[$__rate_interval]))',
        },
      },
      {
        title: "Memory of the API",
        unit: "bytes",
        queries: { "{{instance}}": 'process_resident_memory_bytes{job="api"}' },
      },
      {
        title: "Processor of the API",
        unit: "percentunit",
        queries: { "{{instance}}": 'rate(process_cpu_seconds_total{job="api"}[$__rate_interval])' },
      },
      {
        title: "Event loop of the API (p99)",
        unit: "s",
        queries: { "{{instance}}": 'nodejs_eventloop_lag_p99_seconds{job="api"}' },
      },
      {
        title: "Memory of the web server",
        unit: "bytes",
        queries: { "{{instance}}": 'process_resident_memory_bytes{job="web"}' },
      },
      {
        title: "Processor of the web server",
        unit: "percentunit",
        queries: { "{{instance}}": 'rate(process_cpu_seconds_total{job="web"}[$__rate_interval])' },
      },
      {
        title: "Event loop of the web server (p99)",
        unit: "s",
        queries: { "{{instance}}": 'nodejs_eventloop_lag_p99_seconds{job="web"}' },
      },
      {
        title: "Connections of the proxy",
        unit: "short",
        queries: {
          active: "sum(nginx_connections_active)",
          waiting: "sum(nginx_connections_waiting)",
          "dropped a second":
            "sum(rate(nginx_connections_accepted[$__rate_interval])) - sum(rate(nginx_connections_handled[$__rate_interval]))",
        },
      },
      {
        title: "Memory of Redis",
        unit: "bytes",
        queries: {
          used: "redis_memory_used_bytes",
          limit: "redis_memory_max_bytes > 0",
        },
        empty: "limit: the development Redis has none",
      },
      {
        title: "Commands of Redis",
        unit: "ops",
        queries: { commands: "sum(rate(redis_commands_processed_total[$__rate_interval]))" },
      },
      { title: "Clients of Redis", unit: "short", queries: { connected: "redis_connected_clients" } },
    ],
  },
};
