import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { alerting } from "../../dagger/src/deploy/record.ts";
import { dockerBinary } from "../../packages/dagger-on-docker/src/base/index.ts";
import { docker, root, run } from "../../testing/programs.ts";
import { prometheusAt } from "../monitoring/test/prometheus.ts";
import { facts } from "../test/stack/stack.ts";
import { remove } from "./swarm.ts";

const PATIENCE = { timeout: 120_000, interval: 1000 };
const FILES = ["compose/monitoring.yml", "compose/monitoring/swarm.yml", "compose/swarm-test/stand-ins.yml"];
const folder = mkdtempSync(join(tmpdir(), "flipdocs-monitoring-"));
const stack = () => `${facts().project}-monitoring`;
const schedule = () => `${facts().project}-schedule`;

/** Where a service is for this machine, as open.sh finds it: an ssh that stays here says what it would have forwarded. */
async function opened(service: string): Promise<string> {
  const ssh = join(folder, "ssh");
  writeFileSync(ssh, '#!/bin/sh\n[ "$1" = -N ] && { echo "$*"; exit; }\nshift; exec "$@"\n');
  chmodSync(ssh, 0o755);
  const PATH = [folder, join(dockerBinary(), ".."), process.env.PATH].join(":");
  const said = await run("sh", [join(root, "compose/monitoring/open.sh"), "host", stack()], {
    env: { ...process.env, PATH },
  });
  const [, address] = new RegExp(`-L 127\\.0\\.0\\.1:${service}:(\\S+)`).exec(said) ?? [];
  return `http://${address}`;
}

/** Deploys it as docs/monitoring.md says that a person does. */
async function deployed(): Promise<void> {
  const webhook = join(folder, "webhook");
  writeFileSync(webhook, "http://127.0.0.1:9/");
  const secrets = facts().env.SECRETS ?? "";
  const env = {
    ...process.env,
    ...facts().env,
    STACK: facts().project,
    ALERT_WEBHOOK_FILE: webhook,
    GRAFANA_PASSWORD_FILE: join(secrets, "grafana_password"),
    REDIS_EXPORTER_PASSWORDS_FILE: join(secrets, "redis_exporter_passwords"),
  };
  const files = FILES.flatMap((file) => ["--file", file]);
  const config = await run(dockerBinary(), ["compose", ...files, "config", "--format", "json"], { env });
  const deploy = `printf %s "$CONFIG" | bun compose/prod/swarm.ts | ${dockerBinary()} stack deploy --detach=true --resolve-image never -c - "$NAME"`;
  await run("sh", ["-c", deploy], { cwd: root, env: { ...env, CONFIG: config, NAME: stack() } });
}

describe.skipIf(!process.env.FLIPDOCS_SLOW)("monitoring beside it (a minute: FLIPDOCS_SLOW=1)", () => {
  beforeAll(async () => {
    await run(
      "sh",
      ["-c", `docker build --quiet --tag flipdocs-monitoring-test - <compose/monitoring/test/Dockerfile`],
      {
        cwd: root,
      },
    );
    await deployed();
  });
  afterAll(async () => {
    await remove({ ...facts(), project: stack() });
    await docker("volume", "rm", "--force", schedule());
    await docker("image", "rm", "--force", "flipdocs-monitoring-test");
    rmSync(folder, { recursive: true });
  });

  test("Prometheus finds each replica, every host and the certificate on the site's networks", async () => {
    const all = ["alertmanager", "api", "api", "certificate", "nginx", "node", "prometheus", "redis", "web", "web"];
    await vi.waitFor(async () => {
      const prometheus = prometheusAt(await opened("9090"));
      expect(await prometheus.targets()).toEqual(all.map((job) => `${job} up`));
    }, PATIENCE);
  });

  test("what the certificate and a schedule tell is there", async () => {
    const told = "flipdocs_backup_seconds 1\\nflipdocs_backup_every_seconds 60\\n";
    const write = `printf '${told}' >/schedule/backup.prom`;
    await docker("run", "--rm", "--volume", `${schedule()}:/schedule`, "flipdocs-monitoring-test", "sh", "-c", write);
    const prometheus = prometheusAt(await opened("9090"));
    for (const series of ["probe_ssl_earliest_cert_expiry", "flipdocs_backup_seconds"])
      await vi.waitFor(async () => expect(await prometheus.numbers(series), series).toBeGreaterThan(0), PATIENCE);
  });

  test("a release that was taken back is an alert", async () => {
    const lines = alerting(facts().project, "it does not run; 'late' & \"lost\"");
    await run("sh", ["-euc", lines.join("\n")]);
    const alerts = (await (await fetch(`${await opened("9093")}/api/v2/alerts`)).json()) as {
      labels: Record<string, string>;
      annotations: Record<string, string>;
    }[];
    expect(alerts.find(({ labels }) => labels.alertname === "ReleaseRolledBack")).toMatchObject({
      labels: { severity: "ticket", stack: facts().project },
      annotations: { summary: `A release of ${facts().project} was taken back: it does not run; 'late' & "lost"` },
    });
  });

  test("claim 18: nothing of it is published", async () => {
    const names = (
      await docker("service", "ls", "--quiet", "--filter", `label=com.docker.stack.namespace=${stack()}`)
    ).split("\n");
    expect(names).toHaveLength(6);
    expect(await docker("service", "inspect", "--format", "{{len .Endpoint.Ports}}", ...names)).toBe(
      names.map(() => "0").join("\n"),
    );
  });
});
