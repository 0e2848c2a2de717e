import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { dockerBinary } from "../packages/dagger-on-docker/src/base/docker.ts";

/** A Docker of the benchmark's own: its cache may be emptied, and nobody else's builds are in it. */
export interface DockerHost {
  /** Selects it: DOCKER_HOST, for `docker` and `daggerw` alike. */
  readonly env: NodeJS.ProcessEnv;
  /** Runs its client; answers what it printed. */
  docker(...args: string[]): string;
  /** Empties its build cache. */
  emptyCache(): void;
  /** Ends it and removes what it stored. */
  close(): Promise<void>;
}

const bridge = { name: "flipdocs-bench", address: "10.213.0.1/24", network: "10.213.0.0/24" };

const firewall = [
  ["nat", "POSTROUTING", "-s", bridge.network, "!", "-o", bridge.name, "-j", "MASQUERADE"],
  ["filter", "FORWARD", "-i", bridge.name, "-j", "ACCEPT"],
  ["filter", "FORWARD", "-o", bridge.name, "-j", "ACCEPT"],
];

const quiet = (program: string, ...args: string[]): void => {
  execFileSync(program, args, { stdio: ["ignore", "ignore", "pipe"] });
};

/** Ends what an earlier, killed run left; a rule that is not there is no problem. */
function closeBridge(): void {
  for (const [table = "", ...rule] of firewall) attempt(() => quiet("iptables", "-t", table, "-D", ...rule));
  attempt(() => quiet("ip", "link", "delete", bridge.name));
}

/** A bridge of its own: a second daemon that writes firewall rules would remove the first one's. */
function openBridge(): void {
  closeBridge();
  quiet("ip", "link", "add", bridge.name, "type", "bridge");
  quiet("ip", "address", "add", bridge.address, "dev", bridge.name);
  quiet("ip", "link", "set", bridge.name, "up");
  for (const [table = "", ...rule] of firewall) quiet("iptables", "-t", table, "-I", ...rule);
}

function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // What should go is gone.
  }
}

/** Starts a second `dockerd` with storage of its own, and gives it the base images of the first. */
export async function startDockerHost(images: readonly string[]): Promise<DockerHost> {
  if (process.getuid?.() !== 0)
    throw new Error(
      "The benchmark starts a second dockerd, and that needs root. Run it as root: sudo bun bench/run.ts",
    );
  const folder = await mkdtemp(join(tmpdir(), "flipdocs-bench-host-"));
  const address = `unix://${folder}/docker.sock`;
  openBridge();
  const log = openSync(join(folder, "log"), "w");
  const flags = ["--host", address, "--data-root", `${folder}/data`, "--exec-root", `${folder}/exec`];
  const network = ["--bridge", bridge.name, "--iptables=false", "--ip6tables=false", "--ip-masq=false"];
  const daemon = spawn("dockerd", [...flags, "--pidfile", `${folder}/pid`, ...network], {
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const env = { ...process.env, DOCKER_HOST: address, BUILDX_BUILDER: "default" };
  const docker = (...args: string[]) =>
    execFileSync(dockerBinary(), args, { env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const emptyCache = () => {
    const root = docker("info", "--format", "{{.DockerRootDir}}").trim();
    // Another daemon's cache is other people's work: better no measurement than that.
    if (root !== `${folder}/data`)
      throw new Error(`${address} is not the benchmark's own Docker: it stores in ${root}`);
    docker("builder", "prune", "--all", "--force");
  };
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= end(daemon).then(() => {
      closeBridge();
      unmountBelow(folder);
      return rm(folder, { recursive: true, force: true });
    });
    return closed;
  };
  try {
    await answers(daemon, docker, join(folder, "log"));
    loadImages(images, env);
  } catch (error) {
    await close();
    throw error;
  }
  return { env, docker, emptyCache, close };
}

async function answers(daemon: ChildProcess, docker: DockerHost["docker"], log: string): Promise<void> {
  for (let tries = 0; tries < 150 && daemon.exitCode === null; tries++) {
    try {
      docker("version");
      return;
    } catch {
      await sleep(200);
    }
  }
  throw new Error(`The second dockerd did not start:\n${readFileSync(log, "utf8").split("\n").slice(-8).join("\n")}`);
}

/** A daemon that ends during a build leaves that step's network and files mounted. */
function unmountBelow(folder: string): void {
  const mounts = readFileSync("/proc/self/mounts", "utf8")
    .split("\n")
    .map((line) => line.split(" ")[1] ?? "");
  for (const mount of mounts.filter((path) => path.startsWith(`${folder}/`)).reverse())
    attempt(() => quiet("umount", mount));
}

async function end(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null) return;
  const ended = new Promise((done) => daemon.once("exit", done));
  daemon.kill("SIGTERM");
  await ended;
}

/** Bases are there before a clock runs: what is compared is building, not a network. */
function loadImages(images: readonly string[], env: NodeJS.ProcessEnv): void {
  const archive = execFileSync(dockerBinary(), ["save", ...images], { maxBuffer: 4 * 1024 ** 3 });
  execFileSync(dockerBinary(), ["load"], { env, input: archive, stdio: ["pipe", "ignore", "pipe"] });
}
