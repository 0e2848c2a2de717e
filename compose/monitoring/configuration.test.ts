import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { ComposeConfig } from "../../dagger/src/release/compose-config.ts";
import { stackFile } from "../../dagger/src/release/swarm.ts";

const HERE = import.meta.dirname;
const IMAGE = "flipdocs-monitoring-test:checks";

beforeAll(() => {
  execFileSync("sh", ["-c", `docker build --quiet --tag ${IMAGE} - < ${join(HERE, "test/Dockerfile")}`]);
});
afterAll(() => void execFileSync("docker", ["image", "rm", IMAGE]));

const check = (folder: string, ...command: string[]) => {
  const mount = ["--volume", `${join(HERE, folder)}:/etc/${folder}:ro`, "--workdir", `/etc/${folder}`];
  return execFileSync("docker", ["run", "--rm", ...mount, IMAGE, ...command], { encoding: "utf8" });
};

test("promtool takes the configuration and the rules", () => {
  expect(check("prometheus", "promtool", "check", "config", "prometheus.yml")).toContain("22 rules found");
});

test("each alert fires when it should, and only then", () => {
  expect(check("prometheus", "promtool", "test", "rules", "alerts.test.yml")).toContain("SUCCESS");
});

test.each([
  ["page", "ApiAway"],
  ["ticket", "QueueLong"],
  ["watchdog", "Watchdog", "none"],
])("amtool routes to %s what is %s", (receiver, alertname, severity = receiver) => {
  const routed = check(
    "alertmanager",
    "amtool",
    "config",
    "routes",
    "test",
    "--config.file=alertmanager.yml",
    `alertname=${alertname}`,
    `severity=${severity}`,
  );
  expect(routed.trim()).toBe(receiver);
});

const Service = z.object({
  read_only: z.boolean(),
  cap_drop: z.array(z.string()),
  security_opt: z.array(z.string()),
  restart: z.string(),
  logging: z.object({ driver: z.string(), options: z.record(z.string(), z.string()) }),
  deploy: z.object({
    resources: z.object({ limits: z.object({ memory: z.string(), cpus: z.number(), pids: z.number() }) }),
  }),
  pid: z.undefined().optional(),
  network_mode: z.literal("none").optional(),
  privileged: z.undefined().optional(),
  ports: z.array(z.object({ host_ip: z.literal("127.0.0.1") })).optional(),
  volumes: z.array(z.object({ source: z.string().optional() })).optional(),
});

test("claim 17: what watches is as hardened as what it watches, sees no more of the host, and listens on loopback", () => {
  const file = join(HERE, "../monitoring.yml");
  const env = { ...process.env, GRAFANA_PASSWORD_FILE: "/dev/null" };
  const args = ["compose", "--file", file, "config", "--format", "json", "--no-consistency"];
  const { services } = JSON.parse(execFileSync("docker", args, { encoding: "utf8", env }));
  const own = Object.entries(services).filter(([, service]) => (service as { image?: string }).image);
  expect(own.length).toBeGreaterThanOrEqual(7);
  for (const [name, given] of own) {
    const service = Service.parse(given, { error: () => name });
    expect(service, name).toMatchObject({ read_only: true, cap_drop: ["ALL"], restart: "unless-stopped" });
    expect(service.security_opt, name).toContain("no-new-privileges:true");
    expect(service.logging.options, name).toMatchObject({ "max-size": "10m", "max-file": "3" });
    expect(JSON.stringify(service.volumes ?? []), name).not.toContain("docker.sock");
  }
});

test("in Swarm it is a stack of its own that Swarm takes: nothing is published, and what it joins is the site's", () => {
  const folder = mkdtempSync(join(tmpdir(), "flipdocs-monitoring-"));
  const secret = join(folder, "secret");
  writeFileSync(secret, "x");
  const names = ["GRAFANA_PASSWORD_FILE", "ALERT_WEBHOOK_FILE", "REDIS_EXPORTER_PASSWORDS_FILE"];
  const env = { ...process.env, ...Object.fromEntries(names.map((name) => [name, secret])) };
  const files = ["../monitoring.yml", "swarm.yml"].flatMap((file) => ["--file", join(HERE, file)]);
  try {
    const config = execFileSync("docker", ["compose", ...files, "config", "--format", "json"], { env });
    const { services, networks } = stackFile(JSON.parse(config.toString()) as ComposeConfig);
    expect(Object.keys(services).sort()).toEqual([
      "alertmanager",
      "blackbox-exporter",
      "grafana",
      "nginx-exporter",
      "node-exporter",
      "prometheus",
      "redis-exporter",
    ]);
    expect(Object.values(services).filter(({ ports }) => ports)).toEqual([]);
    const binds = Object.entries(services).flatMap(([name, { volumes = [] }]) =>
      (volumes as { type: string; source: string }[]).flatMap(({ type, source }) =>
        type === "bind" ? [name, source] : [],
      ),
    );
    expect(binds).toEqual(["node-exporter", "/"]);
    expect([networks.app, networks.data]).toMatchObject([
      { external: true, name: "flipdocs_app" },
      { external: true, name: "flipdocs_data" },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("old log files go, the oldest go until the rest fits, and Fluentd's buffer stays", () => {
  const logs = mkdtempSync(join(tmpdir(), "flipdocs-logs-"));
  const day = (days: number) => Date.now() / 1000 - days * 86_400;
  const put = (name: string, days: number) => {
    writeFileSync(join(logs, name), Buffer.alloc(600 * 1024, 1));
    utimesSync(join(logs, name), day(days), day(days));
  };
  try {
    mkdirSync(join(logs, ".buffer"));
    put(".buffer/chunk.log", 40);
    for (const [name, days] of [
      ["a", 30],
      ["b", 3],
      ["c", 2],
      ["d", 1],
    ] as const)
      put(`${name}.log.gz`, days);
    const env = { PATH: process.env.PATH ?? "", DAYS: "14", MEGABYTES: "1", EVERY_SECONDS: "0" };
    execFileSync("sh", [join(HERE, "fluentd/retention.sh"), logs], { env });
    expect(readdirSync(logs)).toEqual([".buffer", "d.log.gz"]);
    expect(readdirSync(join(logs, ".buffer"))).toEqual(["chunk.log"]);
  } finally {
    rmSync(logs, { recursive: true });
  }
});
