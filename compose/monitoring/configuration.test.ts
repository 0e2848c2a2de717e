import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

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
  expect(check("prometheus", "promtool", "check", "config", "prometheus.yml")).toContain("15 rules found");
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
