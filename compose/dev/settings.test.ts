import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const HERE = import.meta.dirname;
const read = (path: string) => readFileSync(join(HERE, path), "utf8");

test("example.env has each port that the Compose files name, at its default", () => {
  const ports = (text: string, line: RegExp) => [
    ...new Set([...text.matchAll(line)].map(([, name, value]) => `${name}=${value}`)),
  ];
  const named = ports(read("../dev.yml") + read("debug.yml"), /\$\{(\w+_PORT):-(\d+)\}/g);
  expect(named).toHaveLength(6);
  expect(ports(read("example.env"), /^#(\w+_PORT)=(\d+)$/gm).sort()).toEqual(named.sort());
});

test("no file is mounted by itself: one that takes its place would not be seen", () => {
  const mounted = [...read("../dev.yml").matchAll(/(\.\.?\/\S+?):\//g)].map(([, path]) => path);
  expect(mounted.length).toBeGreaterThan(5);
  expect(mounted.filter((path) => /\.\w+$/.test(path ?? ""))).toEqual([]);
});

test("production with monitoring is configured by example.env alone, as the docs say", () => {
  const env = {
    ...process.env,
    COMPOSE_FILE: "compose/prod.yml:compose/monitoring.yml",
    COMPOSE_ENV_FILES: "compose/prod/example.env",
  };
  const config = execFileSync("docker", ["compose", "config"], { cwd: join(HERE, "../.."), env, encoding: "utf8" });
  expect(config).toContain("prod/secrets/redis_exporter_passwords");
  expect(config).toContain("prod/secrets/grafana_password");
});
