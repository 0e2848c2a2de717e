import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { docker, run } from "../../../testing/programs.ts";
import { type WorkingCopy, workingCopy } from "../../dev/working-copy.ts";
import { alertReceiver, type LogEntry, logReceiver, type Receiver } from "./receivers.ts";

const IMAGE = "flipdocs-monitoring-test";
/** Grafana's and Fluentd's images are neither in Debian nor to be had everywhere. */
const SERVICES = ["proxy", "prometheus", "alertmanager", "node-exporter", "nginx-exporter", "redis-exporter"];
const FILES = ["dev.yml", "monitoring.yml", "monitoring/test/stand-ins.yml"].map((file) => `compose/${file}`);

/** The development stack under monitoring.yml, watched by real Prometheus, with receivers for alerts and logs. */
export interface WatchedStack {
  copy: WorkingCopy;
  alerts: Receiver<string>;
  logs: Receiver<LogEntry>;
  up: (...options: string[]) => Promise<string>;
  remove: () => Promise<void>;
}

/** Makes the stack, not yet up. Prometheus asks every second, so that the test need not wait for minutes. */
export async function watchedStack(): Promise<WatchedStack> {
  const here = import.meta.dirname;
  await run("sh", ["-c", `docker build --quiet --tag ${IMAGE} - < ${join(here, "Dockerfile")}`]);
  const [alerts, logs] = await Promise.all([alertReceiver(), logReceiver()]);
  const copy = await workingCopy({
    COMPOSE_FILE: FILES.join(":"),
    FLUENTD_PORT: String(logs.port),
    PROMETHEUS_PORT: "0",
    ALERTMANAGER_PORT: "0",
    ALERT_WEBHOOK_FILE: "./alert-webhook",
    GRAFANA_PASSWORD_FILE: "/dev/null",
  });
  const webhook = join(copy.root, "compose/alert-webhook");
  await writeFile(webhook, `http://host.docker.internal:${alerts.port}/`);
  await chmod(webhook, 0o644);
  await hurry(copy);
  await showStatus(copy);
  return {
    copy,
    alerts,
    logs,
    up: (...options) => copy.dev("up", ...options, ...SERVICES),
    remove: async () => {
      // Takes away the images of all services, if nobody else has them.
      await copy.remove();
      await Promise.all([alerts.close(), logs.close(), docker("image", "rm", "--force", IMAGE)]);
    },
  };
}

async function hurry({ edit }: WorkingCopy): Promise<void> {
  const prometheus = "compose/monitoring/prometheus/prometheus.yml";
  await edit(prometheus, "scrape_interval: 15s", "scrape_interval: 1s");
  await edit(prometheus, "scrape_timeout: 10s", "scrape_timeout: 1s");
  await edit(prometheus, "evaluation_interval: 15s", "evaluation_interval: 1s");
  await edit("compose/monitoring/alertmanager/alertmanager.yml", "group_wait: 10s", "group_wait: 0s");
  await edit("compose/monitoring/alertmanager/alertmanager.yml", "group_interval: 5m", "group_interval: 1s");
  const away = "expr: absent(redis_up == 1)\n        for:";
  await edit("compose/monitoring/prometheus/alerts.yml", `${away} 1m`, `${away} 1s`);
}

/** The exporter asks the proxy's port 8081, as production has it; dev.conf need not. */
async function showStatus({ root, edit }: WorkingCopy): Promise<void> {
  if ((await readFile(join(root, "nginx/dev.conf"), "utf8")).includes("stub_status")) return;
  const status = "server { listen 8081; access_log off; location = /stub_status { stub_status; } }";
  await edit("nginx/dev.conf", "    upstream web_upstream", `    ${status}\n\n    upstream web_upstream`);
}
