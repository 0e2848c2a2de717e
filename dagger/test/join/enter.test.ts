import { execFile } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parts } from "../../src/deploy/remote.ts";
import { entering } from "../../src/join/enter.ts";
import { worker } from "../deploy/stack.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "flipdocs-join-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Two hosts: what was typed on each is written down; the worker's id is w1, and the token SWMTKN. */
const DOCKER = `
host=one; [ "$1" = --host ] && { host=two; shift 2; }
echo "$host: $*" >>"$LOG"
case "$host $1 $2" in
  "one swarm join-token") echo SWMTKN ;;
  "two swarm join") [ -z "$NO_JOIN" ] || { echo "no: $*" >&2; exit 1; } ;;
  "two info --format") echo w1 ;;
  "one node inspect") case $* in *State*) echo "$STATE" ;; *) echo 10.0.0.2 ;; esac ;;
  "one network inspect") exit 1 ;;
  "two run --rm") exit "$PROBE" ;;
esac`;
const SSH = `
case "$*" in
  "-G worker") echo "hostname 203.0.113.8" ;;
  *"/dev/tcp/$CLOSED'"*) exit 1 ;;
esac`;

const given = { manager: "10.0.0.1", forgotten: [], image: "redis" };

/** Runs the lines; what they printed in parts, and what Docker was told on each host. */
async function entered(other: Partial<Parameters<typeof entering>[0]> = {}, world: Record<string, string> = {}) {
  for (const [name, text] of Object.entries({ docker: DOCKER, ssh: SSH, sleep: "exit" })) {
    await writeFile(join(folder, name), `#!/bin/sh\n${text}\n`);
    await chmod(join(folder, name), 0o755);
  }
  const LOG = join(folder, "log");
  const PATH = `${folder}:${process.env.PATH}`;
  const env = { ...process.env, PATH, LOG, STATE: "ready", PROBE: "0", CLOSED: "none", NO_JOIN: "", ...world };
  const { stdout } = await promisify(execFile)("sh", ["-euc", entering({ ...given, ...other }).join("\n")], { env });
  return { said: parts(stdout), typed: await readFile(LOG, "utf8") };
}

test("a host joins by its own address, is tried, and is noted as one that was", async () => {
  const { said, typed } = await entered();
  expect(said).toEqual({ node: "w1" });
  const lines = typed.split("\n");
  const at = (start: string) => lines.findIndex((line) => line.startsWith(start));
  expect(lines).toContain("two: swarm join --token SWMTKN --advertise-addr 203.0.113.8 10.0.0.1:2377");
  expect(at("two: run --rm --name flipdocs-join")).toBeGreaterThan(at("two: swarm join"));
  expect(at("one: node update --label-add org.flipdocs.joined=yes w1")).toBeGreaterThan(at("two: run"));
  expect(typed).not.toContain("leave");
});

test.each([
  ["10.0.0.1/2377", "TCP 2377 of the host, asked from the worker"],
  ["10.0.0.1/7946", "TCP 7946 of the host, asked from the worker"],
])("where %s is closed, it joins nothing", async (CLOSED, closed) => {
  const { said, typed } = await entered({}, { CLOSED });
  expect(said).toEqual({ closed });
  expect(typed).not.toContain("swarm join");
});

test.each([
  [{ CLOSED: "10.0.0.2/7946" }, { closed: "TCP 7946 of the worker, asked from the host" }],
  [{ PROBE: "1" }, { closed: "UDP 7946 or UDP 4789, from one to the other" }],
  [{ PROBE: "125" }, { refused: "" }],
  [{ STATE: "down" }, { closed: "TCP 2377 of the host, asked from the worker" }],
])("with %j it is taken out of the Swarm again", async (world, told) => {
  const { said, typed } = await entered({}, world);
  expect(said).toEqual(told);
  expect(typed).toContain("two: swarm leave --force\none: node rm --force w1\n");
  expect(typed).not.toContain("org.flipdocs.joined");
});

test("a member is not taken out, whatever it does not reach", async () => {
  const { said, typed } = await entered({ member: worker("w1") }, { PROBE: "1" });
  expect(said).toEqual({ closed: "UDP 7946 or UDP 4789, from one to the other" });
  expect(typed).not.toMatch(/swarm (join|leave)|node rm/);
});

test("the entry of the machine that was there before goes once its successor is in", async () => {
  const { typed } = await entered({ forgotten: [worker("w0")] });
  expect(typed).toMatch(/joined=yes w1\none: node rm w0\n$/);
});

test("a manager with an IPv6 address is joined by it", async () => {
  expect((await entered({ manager: "fd00::1" })).typed).toContain(" [fd00::1]:2377\n");
});

test("what Docker says when it does not join is told without the token", async () => {
  const { said } = await entered({}, { NO_JOIN: "yes" });
  expect(said.refused).toBe("no: swarm join --token … 10.0.0.1:2377");
});
