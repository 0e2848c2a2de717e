import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PULL } from "../../src/deploy/fetch.ts";
import { alerting } from "../../src/deploy/record.ts";
import { KEEP } from "../../src/deploy/release.ts";
import { STATE } from "../../src/deploy/state.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "flipdocs-keep-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs shell lines with a `docker` of these lines. */
async function run(docker: string, ...lines: readonly string[]) {
  await writeFile(join(folder, "docker"), `#!/bin/sh\n${docker}\n`);
  await chmod(join(folder, "docker"), 0o755);
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, STACK: "s" };
  return promisify(execFile)("sh", ["-euc", [...KEEP, ...STATE, ...lines].join("\n")], { env });
}

test("a record that Docker does not take is a failure, also where failures are looked at", async () => {
  const docker = "case $2 in create) cat >/dev/null; exit 1 ;; esac";
  const { stdout } = await run(docker, "echo {} | keep audit s.audit.1 200 || echo failed");
  expect(stdout).toBe("failed\n");
});

test("the oldest records of a kind are forgotten, and no others", async () => {
  const docker = `case $2 in ls) printf 's.audit.%s\\n' 10 9 2 ;; create) cat ;; rm) echo "rm $*" >>${"$0"}.said ;; esac`;
  await run(docker, "echo {} | keep audit s.audit.10 2");
  const { stdout } = await promisify(execFile)("cat", [join(folder, "docker.said")]);
  expect(stdout).toBe("rm config rm s.audit.2\n");
});

test("a task that has gone between two questions is asked for no more", async () => {
  // The first question finds one that the second one does not.
  const docker = [
    'case "$1 $2" in',
    '"service ls") echo s ;;',
    '"service ps") if [ -e "$0.gone" ]; then echo a; else echo a b; fi ;;',
    '*) if [ -e "$0.gone" ]; then echo "[{}]"; else touch "$0.gone"; echo "[{}]"; echo "no such task: b" >&2; exit 1; fi ;;',
    "esac",
  ].join("\n");
  expect((await run(docker, "tasks")).stdout).toBe("[{}]\n");
});

test("an image of another architecture is not kept, and named", async () => {
  const docker = [
    'case "$1 $2" in',
    '"image inspect") [ -e "$0.pulled" ] && echo arm64 ;;',
    '"image rm") rm "$0.pulled" ;;',
    '*) touch "$0.pulled" ;;',
    "esac",
  ].join("\n");
  const said = await run(docker, ...PULL, 'ARCH=amd64; pull web 2>&1 || ls "$(command -v docker)"*');
  expect(said.stdout).toBe(`web is made for arm64, and the host is amd64\n${join(folder, "docker")}\n`);
});

test("a release that was taken back is an alert where monitoring runs, in words that are hard to quote", async () => {
  const docker = `case $1 in ps) echo task ;; *) printf '<%s>' "$@" ;; esac`;
  const { stdout } = await run(docker, ...alerting("s", 'it\'s "late" & $HOME'));
  expect(stdout).toMatch(/^<exec><task><amtool><.*><alert><add><ReleaseRolledBack><severity=ticket><stack=s>/);
  expect(stdout).toContain(`<--annotation=summary="A release of s was taken back: it's \\"late\\" & $HOME">`);
});

test("nobody is told where no monitoring runs", async () => {
  expect((await run("[ $1 = ps ]", ...alerting("s", "late"))).stdout).toBe("");
});

test("what Docker says when it does not answer at all is said, and nothing is taken for an empty stack", async () => {
  const docker = 'echo "Cannot connect" >&2; exit 1';
  await expect(run(docker, "services")).rejects.toMatchObject({
    stdout: "",
    stderr: "Cannot connect\n",
  });
});
