import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { docker } from "../base/docker.ts";

/** The label with its session's name, on every container and network of one. */
export const sessionLabel = "org.flipdocs.session";

/** Names the container that a session runs in, where it is one of the Docker that the session uses. */
const containerLabel = `${sessionLabel}.container`;

export interface Owner {
  readonly pid: number;
  readonly host: string;
  /** Seconds since 1970. */
  readonly started: number;
}

/** Who asks, and what is known of the owners. */
export interface Asker {
  readonly host: string;
  /** Seconds since 1970. */
  readonly now: number;
  readonly processRuns: (pid: number) => boolean;
  readonly containerRuns: (id: string) => boolean;
}

/** Another machine's sessions cannot be looked at: nobody serves for that long by a session. */
export const foreignSeconds = 48 * 3600;

const seconds = () => Math.floor(Date.now() / 1000);

/**
 * The id of the container that a list of mounts is of: Docker gives each container files from a folder of its own.
 * Undefined where it is no container of Docker's.
 */
export function containerOf(mounts: string): string | undefined {
  return /\/containers\/([0-9a-f]{64})\/hostname \/etc\/hostname /.exec(mounts)?.[1];
}

const mounts = "/proc/self/mountinfo";

/** What this machine is called; a container by its id, since a name may be given to several. */
const machine = (): string => (existsSync(mounts) && containerOf(readFileSync(mounts, "utf8"))) || hostname();

/** This machine as a part of an image's name, where letters of any kind may not be. */
const ownHost = (): string => createHash("sha256").update(machine()).digest("hex").slice(0, 8);

/**
 * A name for a session of this process. It says whose it is: all that images have is a name, since a label would be in
 * what is exported, too.
 */
export function sessionName(): string {
  return ["dagger-on-docker", process.pid, ownHost(), seconds(), randomBytes(3).toString("hex")].join("-");
}

/** Where a session keeps what it writes here, below the system's folder for temporary files. */
export const folderOf = (name: string): string => join(tmpdir(), name);

export function ownerOf(name: string): Owner | undefined {
  const [, pid, host, started] = /^dagger-on-docker-(\d+)-([0-9a-f]{8})-(\d+)-[0-9a-f]{6}$/.exec(name) ?? [];
  return host === undefined ? undefined : { pid: Number(pid), host, started: Number(started) };
}

/**
 * Whether a session is over whatever it left in Docker: killed with its process, with its container, or long ago.
 *
 * @param container the one it runs in, where that is known
 */
export function isOver({ host, started, pid }: Owner, asker: Asker, container?: string): boolean {
  if (host === asker.host) return !asker.processRuns(pid);
  if (container) return !asker.containerRuns(container);
  return asker.now - started > foreignSeconds;
}

const lines = async (...args: string[]) => (await docker(args)).stdout.split("\n").filter(Boolean);

/** The id of the container that this process runs in, where this Docker has it. */
export async function ownContainer(): Promise<string | undefined> {
  const name = machine();
  if (!/^[0-9a-f]{12,}$/.test(name)) return undefined;
  return (await lines("ps", "--quiet")).find((id) => name.startsWith(id));
}

export function ownerFlags(name: string, container: string | undefined): string[] {
  const label = ["--label", `${sessionLabel}=${name}`];
  return container ? [...label, "--label", `${containerLabel}=${container}`] : label;
}

/** Removes what sessions that are over have left here and in this Docker. */
export async function sweep(): Promise<void> {
  const format = `{{.Label "${sessionLabel}"}}|{{.Label "${containerLabel}"}}`;
  const all = ["--filter", `label=${sessionLabel}`, "--format", format];
  const [running, ...found] = await Promise.all([
    lines("ps", "--quiet"),
    lines("images", "--filter", "reference=dagger-on-docker-*", "--format", "{{.Repository}}|"),
    // The network last: its label knows of the container.
    lines("ps", "--all", ...all),
    lines("network", "ls", ...all),
  ]);
  const asker = { host: ownHost(), now: seconds(), processRuns, containerRuns: (id: string) => running.includes(id) };
  for (const [name, container] of new Map(
    [...readdirSync(tmpdir()), ...found.flat()].map((line) => line.split("|") as [string, string]),
  )) {
    const owner = ownerOf(name);
    if (owner && isOver(owner, asker, container)) await removeSession(name);
  }
}

function processRuns(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Removes all that one session has by this name. */
export async function removeSession(name: string): Promise<void> {
  // Another person's stays, where it may not be removed.
  await rm(folderOf(name), { recursive: true, force: true }).catch(() => undefined);
  const filter = ["--quiet", "--filter", `label=${sessionLabel}=${name}`];
  const remove = async (what: readonly string[], ...how: readonly string[]) =>
    what.length > 0 && docker([...how, ...what]);
  await remove(await lines("ps", "--all", ...filter), "rm", "--force", "--volumes");
  await remove(await lines("network", "ls", ...filter), "network", "rm");
  const images = await lines("images", "--filter", `reference=${name}`, "--format", "{{.Repository}}:{{.Tag}}");
  await remove(images, "rmi", "--force");
}
