import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../testing/programs.ts";
import { daggerw, start } from "./programs.ts";

const fixture = ["-m", join(root, "tests/fixtures/pipeline")];
const wrong: readonly [title: string, args: readonly string[], says: RegExp][] = [
  [
    "a folder that is not there",
    ["call", "build-web", "--source", "/nowhere/at-all"],
    /\/nowhere\/at-all.*no such file/,
  ],
  ["a file for a folder", ["call", "build-web", "--source", "package.json"], /package\.json: not a directory/],
  ["a function that is not there", ["call", "build-wbe"], /unknown command "build-wbe"/],
  ["a flag that is not there", ["call", "build-web", "--fast"], /unknown flag: --fast/],
  ["a command that is not there", ["bulid"], /unknown command "bulid"/],
  ["a missing argument", [...call("breaks")], /required flag.*code/],
  ["an argument of the wrong type", [...call("breaks", "--code", "three")], /three/],
  [
    "a secret that is not there",
    [...call("tells", "--value", "env:NOT_SET_ANYWHERE", "stdout")],
    /secret env var not found/,
  ],
  [
    "an image without a registry",
    [...call("image", "--address", "registry.invalid/nothing:1.0.0")],
    /registry\.invalid/,
  ],
  ["an address that is none", [...call("image", "--address", "No Image!")], /No Image!/],
];

function call(...words: string[]): string[] {
  return [...fixture, "call", ...words];
}

test.each(wrong)("%s: one clear error, and nothing stays behind", async (_, args, says) => {
  const { code, stdout, stderr, left } = await daggerw(args);
  expect(code).not.toBe(0);
  expect(stdout).toBe("");
  const errors = stderr.split("\n").filter((line) => line.startsWith("Error: "));
  expect(errors).toEqual([expect.stringMatching(says)]);
  expect(stderr).not.toMatch(/^\s+at .*:\d+/m);
  expect(left).toEqual([]);
});

test("a step that breaks: its output, its exit code, and nothing stays behind", async () => {
  const { code, stderr, left } = await daggerw(call("breaks", "--code", "7", "sync"));
  expect(code).toBe(7);
  expect(stderr).toContain("what explains it");
  expect(stderr).toMatch(/^Error: .*exit code: 7/m);
  expect(left).toEqual([]);
});

/** Without what lets root read everything: to whoever is not root it makes no difference. */
const AS_OTHERS = process.getuid?.() === 0 ? ["--bounding-set=-dac_override,-dac_read_search"] : ["--no-new-privs"];

test("a folder that may not be read is named, and nothing stays behind", async () => {
  const top = mkdtempSync(join(tmpdir(), "flipdocs-unreadable-"));
  try {
    mkdirSync(join(top, "closed"));
    writeFileSync(join(top, "closed/file"), "");
    chmodSync(join(top, "closed"), 0o000);
    const main = join(root, "packages/dagger-on-docker/src/main.ts");
    const words = ["bun", main, "call", "build-web", "--source", join(top, "closed")];
    const { code, stderr } = await start("setpriv", [...AS_OTHERS, ...words]).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Error: .*closed may not be read by you/m);
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
});

test("a full disk is named, with what frees some, and nothing stays behind", async ({ skip }) => {
  const full = mkdtempSync(join(tmpdir(), "flipdocs-full-"));
  const mounted = (await start("mount", ["-t", "tmpfs", "-o", "size=200k", "tmpfs", full]).ended).code === 0;
  try {
    if (!mounted) return skip("only root may mount a disk of 200 KB");
    const { code, stderr } = await daggerw(["call", "build-web"], { env: { TMPDIR: full } });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Error: .*no space left on device.*\nThe disk is full\./m);
    expect(readdirSync(full)).toEqual([]);
  } finally {
    if (mounted) await start("umount", [full]).ended;
    rmSync(full, { recursive: true, force: true });
  }
});

test("a Docker that does not answer is named, with what to do", async () => {
  const { code, stderr, left } = await daggerw(["call", "build-web"], { env: { DOCKER_HOST: "tcp://127.0.0.1:1" } });
  expect(code).toBe(1);
  expect(stderr).toContain("Docker at DOCKER_HOST=tcp://127.0.0.1:1 does not answer");
  expect(left).toEqual([]);
});

test("no Docker at all is said in one error, with what to install", async () => {
  const main = join(root, "packages/dagger-on-docker/src/main.ts");
  const { DOCKER_BIN: _, ...env } = process.env;
  const ended = await start(await which("bun"), [main, "call", "build-web"], { env: { ...env, PATH: "/nowhere" } })
    .ended;
  expect(ended.code).toBe(1);
  expect(ended.stderr).toMatch(/^Error: .*no Docker client.*/im);
  expect(ended.stderr).toContain("apt-get install docker.io docker-buildx");
});

async function which(program: string): Promise<string> {
  return (await start("sh", ["-c", `command -v ${program}`]).ended).stdout.trim();
}
