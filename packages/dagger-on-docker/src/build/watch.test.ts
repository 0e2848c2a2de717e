import { expect, test } from "vitest";
import type { ProgressStep } from "../progress.ts";
import { execFs, scratch } from "./fs.ts";
import { commandName, stepOf, watch } from "./watch.ts";

const at = (seconds: number) => `2026-11-23T10:00:${String(seconds).padStart(2, "0")}Z`;

function follow(...vertexes: object[]) {
  const steps: ProgressStep[] = [];
  const output: string[] = [];
  const watched = watch(
    {
      line() {},
      step: (step) => steps.push(step),
      output: ({ name }, text) => output.push(`${name}: ${text}`),
      close() {},
    },
    new Map(),
  );
  for (const vertex of vertexes)
    watched.reader.feed(`${JSON.stringify("vertex" in vertex ? { logs: [vertex] } : { vertexes: [vertex] })}\n`);
  return { steps, output, failed: watched.failed() };
}

test("a step is told of by its states", () => {
  const step = { digest: "1", name: "[s1 1/2] COPY a b", started: at(1) };
  const done = { ...step, completed: at(3) };
  expect(follow(step, done).steps).toEqual([
    { id: "1", name: "COPY a b", minor: true, state: "started" },
    { id: "1", name: "COPY a b", minor: true, state: "done", seconds: 2 },
  ]);
});

test("BuildKit's own work and the shim's stages are not shown", () => {
  const names = ["[internal] load build context", "[tools 4/4] ADD tools.tar /", "[runtime 1/1] FROM oven/bun"];
  expect(follow(...names.map((name) => ({ digest: name, name, started: at(1) }))).steps).toEqual([]);
});

test("what a step says is handed on while it runs, and what BuildKit's own work says is not", () => {
  const says = (vertex: string, text: string) => ({ vertex, data: Buffer.from(text).toString("base64") });
  const step = { digest: "1", name: "[s1 1/2] RUN a", started: at(1) };
  const own = { digest: "2", name: "[internal] load build context", started: at(1) };
  const { output, steps } = follow(step, own, says("1", "halfway\n"), says("2", "sending"));
  expect(output).toEqual(["RUN a: halfway\n"]);
  expect(steps).toEqual([expect.objectContaining({ id: "1", state: "started" })]);
});

test("a step that lacks its services is no failure to show: it runs when they are there", () => {
  const step = { digest: "1", name: "[s1 1/1] RUN x", started: at(1) };
  const lacking = { ...step, completed: at(2), error: "secret hosts-0123456789abcdef: not found" };
  const { steps, failed } = follow(step, lacking, { ...step, completed: at(3) });
  expect(steps.map(({ state }) => state)).toEqual(["started", "done"]);
  expect(failed).toEqual(lacking);
});

test("what failed is the first step with an error of its own", () => {
  const canceled = { digest: "1", name: "[s1 1/1] ADD x /", error: "context canceled: context canceled" };
  const broken = { digest: "2", name: "[s2 1/1] RUN x", error: "did not complete successfully: exit code: 1" };
  const late = { digest: "3", name: "[s3 1/1] RUN y", error: "rpc error: code = Canceled desc = context canceled" };
  expect(follow(canceled, broken, late).failed).toEqual(broken);
});

test("what is no command is named by its line, without its stage, and is minor", () => {
  const archive = `[s1 1/1] ADD ${"0".repeat(64)}.tar /`;
  expect(stepOf({ digest: "1", name: archive }, new Map())).toEqual({ id: "1", name: "ADD files /", minor: true });
});

const exec = {
  args: [] as string[],
  expect: "SUCCESS",
  env: {},
  user: "",
  workdir: "",
  mounts: [],
  secrets: {},
} as const;
const asked = (by: string, ...args: string[]) => execFs(scratch, { ...exec, args, services: {} }, by);

test("a command is found by its run, whatever runs it", () => {
  const runs = new Map([["run-1a2b", { fs: asked("web__deps", "echo", "hi"), stage: "s1" }]]);
  const name = '[s1 2/2] RUN --mount=x ["/dev/.dagger/shim.mjs","run-1a2b","{\\"unset\\":[]}","echo","hi"]';
  expect(stepOf({ digest: "1", name }, runs)).toEqual({ id: "1", name: "web · deps · echo hi" });
});

const prune = "mkdir -p /turbo && CA=${CA:-/etc/ca} bun add turbo\n/turbo/*/bin/turbo prune app --docker";
test.each([
  ["", ["echo", "hi"], "echo hi"],
  ["buildWeb__deps", ["sh", "-euc", prune], "build-web · deps · turbo prune app --docker"],
  ["", ["sh", "-c", "CA=/etc/ca bun install\nmkdir /out\n[ -e x ] || exit 1"], "bun install"],
  ["", ["bash", "-euc", "mkdir a && cd a"], "mkdir a && cd a"],
  ["", ["/usr/bin/syft", "scan  a/b"], "syft scan a/b"],
  ["", ["sh", "/run.sh"], "sh /run.sh"],
  ["", ["x".repeat(100)], "x".repeat(80)],
])("asked for by %j, %j is named %j", (by, args, name) => {
  expect(commandName(asked(by, ...args))).toBe(name);
});
