import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");

const Step = z.object({
  id: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  env: z.record(z.string(), z.string()).optional(),
  with: z.record(z.string(), z.union([z.string(), z.boolean()])).optional(),
});
const Job = z.object({
  permissions: z.record(z.string(), z.string()),
  environment: z.string().optional(),
  strategy: z.object({ matrix: z.record(z.string(), z.array(z.string())) }).optional(),
  steps: z.array(Step),
});
const Workflow = z.object({
  name: z.string(),
  permissions: z.object({}).strict(),
  concurrency: z.object({ group: z.string(), "cancel-in-progress": z.union([z.boolean(), z.string()]) }),
  jobs: z.record(z.string(), Job),
});

const files = readdirSync(new URL(".github/workflows/", root)).map((file) => `.github/workflows/${file}`);
const workflows = files.map((file) => Workflow.parse(parse(read(file))));
const jobs = workflows.flatMap(({ name, jobs }) => Object.entries(jobs).map(([job, rest]) => ({ name, job, ...rest })));
const steps = jobs.flatMap(({ steps }) => steps);
const isDagger = ({ uses }: z.infer<typeof Step>) => uses?.startsWith("dagger/dagger-for-github@");
const called = steps.filter(isDagger);
const workflow = (name: string) => workflows.find((one) => one.name === name);

test("the workflows are those that are known here", () => {
  expect(workflows.map(({ name }) => name).sort()).toEqual(["ci", "deploy", "drill", "rollback"]);
});

test("claim 30: every action is pinned by a commit", () => {
  const actions = steps.flatMap(({ uses }) => uses ?? []);
  expect(actions.length).toBeGreaterThan(0);
  for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
});

test("claim 31: no workflow has a permission, and each job what it needs", () => {
  const permissions = Object.fromEntries(jobs.map(({ name, job, permissions }) => [`${name}/${job}`, permissions]));
  expect(permissions).toEqual({
    "ci/dagger": { contents: "read" },
    "ci/suites": { contents: "read" },
    "deploy/publish": { contents: "read", packages: "write", "id-token": "write" },
    "deploy/deploy": { contents: "read", packages: "read" },
    "drill/drill": { contents: "read" },
    "rollback/rollback": { contents: "read" },
  });
});

test("claim 31: only what reaches the host runs in the environment production", () => {
  const inEnvironment = jobs.filter(({ environment }) => environment).map(({ job, environment }) => [job, environment]);
  expect(inEnvironment).toEqual([
    ["deploy", "production"],
    ["drill", "production"],
    ["rollback", "production"],
  ]);
});

test("claim 32: no static key of a cloud, and no secret but the host's, the site's and its backups'", () => {
  const text = files.map(read).join("\n");
  expect(text).not.toMatch(/aws_|AKIA|access[-_]key|_credentials/i);
  const known = ["BACKUP_PASSPHRASE", "DATABASE_URL", "DEPLOY_KEY", "SITE_SECRETS"];
  expect([...new Set(text.match(/secrets\.\w+/g))].sort()).toEqual(known.map((name) => `secrets.${name}`));
});

test("claim 33: a host's key is given, and never scanned", () => {
  const text = [...files, ".github/identity-token.sh"].map(read).join("\n");
  expect(text).not.toMatch(/keyscan|StrictHostKeyChecking|accept-new/i);
  for (const { with: inputs } of called.filter(({ id }) => ["deploy", "drill", "rollback"].includes(id ?? "")))
    expect(inputs?.args).toContain('--knownhosts "$RUNNER_TEMP/known_hosts"');
});

test("claim 34: the Dagger of every workflow is the module's", () => {
  const { engineVersion } = JSON.parse(read("dagger.json")) as { engineVersion: string };
  expect(called.length).toBeGreaterThan(0);
  for (const { with: inputs } of called) expect(`v${inputs?.version}`).toBe(engineVersion);
});

describe("what a job calls", () => {
  test("each job has at most one call", () => {
    for (const { steps } of jobs) expect(steps.filter(isDagger).length).toBeLessThanOrEqual(1);
  });

  // Values of a matrix are the workflow's own; all else could be anybody's text, in the middle of a shell.
  test("nothing is pasted into a shell but the workflow's own words", () => {
    for (const { run = "", with: inputs } of steps)
      for (const text of [run, String(inputs?.args ?? "")])
        expect(text.replace("${{ matrix.function }}", "")).not.toContain("${{");
  });

  test("deploys, rollbacks and drills take turns, and are never cut off", () => {
    const turn = { group: "production", "cancel-in-progress": false };
    expect(workflow("deploy")?.concurrency).toEqual(turn);
    expect(workflow("rollback")?.concurrency).toEqual(turn);
    expect(workflow("drill")?.concurrency).toEqual(turn);
  });

  test("ci runs every suite of npm test", () => {
    const [, table = ""] = /const suites = \{\n([\s\S]*?)\n\};/.exec(read("tests/run.mjs")) ?? [];
    const suites = [...table.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name);
    const { suites: job, dagger } = workflow("ci")?.jobs ?? {};
    expect(["pipeline", ...(job?.strategy?.matrix.suite ?? [])]).toEqual(suites);
    expect(dagger?.strategy?.matrix.function).toContain("test");
  });
});
