import type { Dashboard } from "./panel.ts";

/** What the processes of a job take, which say so themselves. */
const ofProcesses = (job: string, name: string): Dashboard["panels"] => [
  {
    title: `Memory of ${name}`,
    unit: "bytes",
    queries: { "{{instance}}": `process_resident_memory_bytes{job="${job}"}` },
  },
  {
    title: `Processor of ${name}`,
    unit: "percentunit",
    queries: { "{{instance}}": `rate(process_cpu_seconds_total{job="${job}"}[$__rate_interval])` },
  },
  {
    title: `Event loop of ${name} (p99)`,
    unit: "s",
    queries: { "{{instance}}": `nodejs_eventloop_lag_p99_seconds{job="${job}"}` },
  },
];

/** What it runs on. */
export const saturation: Dashboard = {
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
    ...ofProcesses("api", "the API"),
    ...ofProcesses("web", "the web server"),
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
};
