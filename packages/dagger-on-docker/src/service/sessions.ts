import { createHash, randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { docker } from "../base/docker.ts";
import { sessionLabel } from "./run-flags.ts";

/** Names the container that a session runs in, where it is one of the Docker that the session uses. */
const containerLabel = `${sessionLabel}.container`;

/** Whose a session's belongings in Docker are, as their labels say. */
export interface Owner {
  readonly host: string;
  /** Seconds since 1970. */
  readonly started: number;
  readonly pid: number;
  readonly container?: string;
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

/** A host's name as a part of an image's, where letters of any kind may not be. */
const digestOf = (host: string) => createHash("sha256").update(host).digest("hex").slice(0, 8);

/**
 * A name for a session of this process. It says whose it is, since images that are part of no network can say it
 * nowhere else: a label would be in what is exported, too.
 */
export function sessionName(): string {
  return `dagger-on-docker-${process.pid}-${digestOf(hostname())}-${randomBytes(3).toString("hex")}`;
}

/** Whose images of such a name are; another host than the asker's goes by its digest. */
export function ownerByName(name: string, host: string): Pick<Owner, "host" | "pid"> | undefined {
  const [, pid, digest] = /^dagger-on-docker-(\d+)-([0-9a-f]{8})-[0-9a-f]{6}$/.exec(name) ?? [];
  return digest ? { host: digest === digestOf(host) ? host : digest, pid: Number(pid) } : undefined;
}

/** The value of a session's label: who, since when, and its name, which holds its process. */
export function ownerLabel(name: string): string {
  return `${hostname()}/${Math.floor(Date.now() / 1000)}/${name}`;
}

/** Reads labels; undefined where they are not of this kind. */
export function readOwner(label: string, container: string): Owner | undefined {
  const [, host, started, pid] = /^([^/]+)\/(\d+)\/dagger-on-docker-(\d+)-/.exec(label) ?? [];
  if (!host) return undefined;
  return { host, started: Number(started), pid: Number(pid), ...(container && { container }) };
}

/** Whether a session is over whatever it left in Docker: killed with its container, its process, or long ago. */
export function isOver({ host, started, pid, container }: Owner, asker: Asker): boolean {
  if (host === asker.host) return !asker.processRuns(pid);
  if (container) return !asker.containerRuns(container);
  return asker.now - started > foreignSeconds;
}

const lines = async (...args: string[]) => (await docker(args)).stdout.split("\n").filter(Boolean);

/** The id of the container that this process runs in, where this Docker has it: its host name, unless told otherwise. */
export async function ownContainer(): Promise<string | undefined> {
  const host = hostname();
  if (!/^[0-9a-f]{12}$/.test(host)) return undefined;
  return (await lines("ps", "--quiet")).find((id) => id === host);
}

/** The flags that label a session's network. */
export function ownerFlags(label: string, container: string | undefined): string[] {
  return ["--label", label, ...(container ? ["--label", `${containerLabel}=${container}`] : [])];
}

/** Removes what sessions that are over have left in this Docker. */
export async function sweep(): Promise<void> {
  const format = `{{.Label "${sessionLabel}"}}|{{.Label "${containerLabel}"}}`;
  const all = ["--filter", `label=${sessionLabel}`, "--format", format];
  const [running, ...found] = await Promise.all([
    lines("ps", "--quiet"),
    // The network last: its label knows of the container.
    lines("ps", "--all", ...all),
    lines("volume", "ls", ...all),
    lines("network", "ls", ...all),
  ]);
  const asker: Asker = {
    host: hostname(),
    now: Date.now() / 1000,
    processRuns,
    containerRuns: (id) => running.includes(id),
  };
  const containers = new Map(found.flat().map((line) => line.split("|") as [string, string]));
  for (const [label, container] of containers) {
    const owner = readOwner(label, container);
    if (owner && isOver(owner, asker)) await removeSession(`${sessionLabel}=${label}`);
  }
  await sweepImages(asker);
}

/** Removes images of sessions that are over and had nothing else: what was built for an archive, say. */
async function sweepImages(asker: Asker): Promise<void> {
  const format = "{{.Repository}}:{{.Tag}}";
  for (const image of await lines("images", "--filter", "reference=dagger-on-docker-*", "--format", format)) {
    const owner = ownerByName(image.split(":")[0] ?? "", asker.host);
    if (!owner) continue;
    const started = owner.host === asker.host ? asker.now : await taggedAt(image);
    if (started !== undefined && isOver({ ...owner, started }, asker)) await docker(["rmi", "--force", image]);
  }
}

/** When an image got a name, in seconds since 1970; undefined where it has gone. */
async function taggedAt(image: string): Promise<number | undefined> {
  const [seconds] = await lines("image", "inspect", "--format", "{{.Metadata.LastTagTime.Unix}}", image);
  return seconds === undefined ? undefined : Number(seconds);
}

function processRuns(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Removes all that one session has in Docker. */
export async function removeSession(label: string): Promise<void> {
  const filter = ["--quiet", "--filter", `label=${label}`];
  const containers = await lines("ps", "--all", ...filter);
  if (containers.length > 0) await docker(["rm", "--force", "--volumes", ...containers]);
  const volumes = await lines("volume", "ls", ...filter);
  if (volumes.length > 0) await docker(["volume", "rm", "--force", ...volumes]);
  const networks = await lines("network", "ls", ...filter);
  if (networks.length > 0) await docker(["network", "rm", ...networks]);
  const reference = `reference=${label.split("/").at(-1)}`;
  const images = await lines("images", "--filter", reference, "--format", "{{.Repository}}:{{.Tag}}");
  if (images.length > 0) await docker(["rmi", "--force", ...images]);
}
