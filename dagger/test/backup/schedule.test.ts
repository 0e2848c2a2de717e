import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { type Due, judgedDue } from "../../src/backup/due.ts";
import { HELD } from "../../src/backup/run.ts";
import { LABEL, scheduleStack } from "../../src/backup/scheduled.ts";

const volumes = [
  { key: "redis", name: "flipdocs_redis" },
  { key: "certificate", name: "kept-elsewhere" },
];
const scheduled = {
  stack: "flipdocs",
  image: "flipdocs-backup:0123456789ab",
  repository: { to: "s3:https://s3.example/bucket", passphrase: {} as never, username: "id$1" },
  every: 3600,
  keep: 14,
  days: 0,
  volumes,
  hasDatabase: true,
};

test("a schedule sees the volumes, may not write to them, and has no other way to the host", () => {
  const { services, volumes: named, networks } = scheduleStack(scheduled);
  expect(services.backup).toMatchObject({
    image: "flipdocs-backup:0123456789ab",
    volumes: [
      "flipdocs_redis:/volumes/redis:ro",
      "kept-elsewhere:/volumes/certificate:ro",
      "flipdocs-schedule:/schedule",
      { type: "tmpfs", target: "/run/given", tmpfs: { size: 1_048_576 } },
    ],
    cap_drop: ["ALL"],
    environment: { EVERY: "3600", RETRY: "600", RESTIC_REPOSITORY: "s3:https://s3.example/bucket" },
  });
  expect(Object.keys(named)).toEqual(["flipdocs_redis", "kept-elsewhere", "flipdocs-schedule"]);
  expect(networks).toEqual({ outside: { external: true, name: "host" } });
});

test("a folder of the host is seen as such, and is no volume", () => {
  const { services, volumes: named } = scheduleStack({ ...scheduled, repository: { to: "/mnt/backups" } });
  expect(services.backup?.volumes).toContain("/mnt/backups:/repository");
  expect(Object.keys(named)).not.toContain("/mnt/backups");
});

test("Docker, which reads variables out of a stack file, leaves the script as it is, and it is good shell", () => {
  const { services } = scheduleStack(scheduled);
  const { command, environment, deploy } = services.backup as {
    command: string[];
    environment: Record<string, string>;
    deploy: { labels: Record<string, string> };
  };
  const [, , script = ""] = command;
  expect(script.replaceAll("$$", "")).not.toContain("$");
  expect(environment.AWS_ACCESS_KEY_ID).toBe("id$$1");
  expect(spawnSync("sh", ["-n"], { input: script.replaceAll("$$", "$"), encoding: "utf8" }).stderr).toBe("");
  expect(JSON.parse(deploy.labels[LABEL] ?? "")).toEqual({
    every: 3600,
    to: "s3:https://s3.example/bucket",
    volumes: ["redis", "certificate"],
  });
});

test("a schedule makes no repository, and takes no lock away that may be somebody's", () => {
  const script = JSON.stringify(scheduleStack(scheduled).services.backup);
  expect(script).not.toMatch(/MAKE=yes|remove-all/);
  expect(script).toContain("--retry-lock");
});

const due: Due = { every: 3600, to: "/mnt/backups", volumes: ["redis"], now: 100_000, good: 99_000, runs: true };
const failed = { at: 99_940, code: 53, log: "" };

test.each<[string, Partial<Due>, string, string]>([
  ["that does what it shall", {}, "ok", "the last one was made 17 min ago, one is due every 60 min"],
  [
    "whose last backup failed",
    { failed },
    "warn",
    "the last one was made 17 min ago, one is due every 60 min; tried 60 s ago: There are no backups on /mnt/backups.",
  ],
  [
    "that meets half a restore",
    { failed: { ...failed, code: HELD } },
    "warn",
    "the last one was made 17 min ago, one is due every 60 min; tried 60 s ago: A restore was begun and is not finished.",
  ],
  [
    "that fails for a reason nobody foresaw",
    { failed: { ...failed, code: 1, log: "one\npg_dump: error: no room" } },
    "warn",
    "the last one was made 17 min ago, one is due every 60 min; tried 60 s ago: pg_dump: error: no room",
  ],
  ["that is late", { good: 92_000 }, "BAD", "the last one was made 2 h ago, one is due every 60 min"],
  [
    "that does not run",
    { runs: false },
    "BAD",
    "the schedule does not run; dagger call schedule, typed again, starts it",
  ],
  [
    "that knows less than the site has",
    { volumes: [] },
    "warn",
    "the last one was made 17 min ago, one is due every 60 min, without redis: dagger call schedule takes all there is",
  ],
])("a schedule %s", (_, other, is, says) => {
  expect(judgedDue({ ...due, ...other }, ["redis"])).toEqual({ check: "backups", is, says });
});
