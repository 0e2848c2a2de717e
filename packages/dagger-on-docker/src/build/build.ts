import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dockerBuild } from "../base/docker.ts";
import { ensureBase } from "../base/index.ts";
import { proxiesOf } from "../base/proxies.ts";
import { notServed } from "../graph.ts";
import type { Progress } from "../progress.ts";
import { type RunRecord, runIds } from "../shim/protocol.ts";
import { readEntry } from "../tree/host.ts";
import { byPath, type FileEntry } from "../tree/tree.ts";
import { compile } from "./compile.ts";
import { ExecError, execError, type Recorded } from "./exec-error.ts";
import type { Bindings, ExecFs, Fs, Location } from "./fs.ts";
import { type BuildPlan, runIn, type Want } from "./plan.ts";
import { lacksServices, type Vertex } from "./rawjson.ts";
import { readSecret } from "./secret.ts";
import type { SessionFolder } from "./session-folder.ts";
import { shimRuntime } from "./shim-line.ts";
import { watch } from "./watch.ts";

/** What of a session a build uses. */
export interface BuildSession {
  readonly folder: SessionFolder;
  readonly progress: Progress;
  readonly stopped: AbortSignal;
  readonly services: {
    /** The hosts file with the addresses of services, which are started for it. */
    hosts(services: Bindings): Promise<string>;
  };
}

/** Builds a file system without taking anything out of BuildKit's cache. */
export async function buildStage(session: BuildSession, fs: Fs): Promise<void> {
  await build(session, { kind: "stage", fs }, ["--output", "type=cacheonly"]);
}

/** Builds an image into Docker's store. `config` are the Dockerfile's last lines. */
export async function buildImage(
  session: BuildSession,
  fs: Fs,
  config: readonly string[],
  name: string,
): Promise<void> {
  await build(session, { kind: "stage", fs, config }, ["--tag", name]);
}

export async function exportFolder(session: BuildSession, from: Location, to: string): Promise<void> {
  await build(session, { kind: "folder", from }, outputTo(to));
}

/** One file of a file system; links are followed. */
export async function readFile(session: BuildSession, from: Location): Promise<FileEntry> {
  const entry = readEntry(join(await take(session, { kind: "file", from }), "file"));
  if (entry?.kind !== "file") throw new Error(`path ${from.path} is a directory, not a file`);
  return entry;
}

/** The names in a folder of a file system; those of folders end with a slash. */
export async function listFolder(session: BuildSession, from: Location): Promise<string[]> {
  const folder = await take(session, { kind: "list", from });
  return JSON.parse(readFileSync(join(folder, "list.json"), "utf8")).sort(byPath);
}

export async function readRecord(session: BuildSession, fs: ExecFs): Promise<Recorded> {
  return recorded(await take(session, { kind: "record", fs }));
}

/** Fields of CSV: a path may hold a comma. */
const outputTo = (folder: string): string[] => ["--output", `type=local,"dest=${folder.replaceAll('"', '""')}"`];

async function take(session: BuildSession, want: Want): Promise<string> {
  const folder = session.folder.place();
  await build(session, want, outputTo(folder));
  return folder;
}

/** Runs one `docker build`, and further ones where the one before told what to put right. */
async function build(session: BuildSession, want: Want, output: readonly string[]): Promise<void> {
  let flags: readonly string[] = [];
  for (let left = 5; ; left--) {
    const plan = compile(want);
    const finished = await run(session, plan, [...output, ...flags]);
    if (finished.code === 0) return;
    const repaired = left > 0 ? await repair(session, plan, finished) : undefined;
    if (!repaired) throw await explain(session, plan, finished, "from" in want ? want.from.path : undefined);
    flags = [...flags, ...repaired];
  }
}

/**
 * Puts right what can be before another try: a base image may be gone, a record lost with its cache, or a command be not
 * cached that wants services, which are started then. Answers the flags of the next try, nothing where there is no use in one.
 */
async function repair(
  session: BuildSession,
  plan: BuildPlan,
  { failed, log, words }: BuildEnd,
): Promise<string[] | undefined> {
  const reason = `${words}${failed?.error}`;
  if (/failed to resolve source metadata for|pull access denied for|failed to do request: Head/.test(reason)) {
    await ensureBase([...plan.images, shimRuntime], (text) => session.progress.line(text));
    return [];
  }
  // BuildKit's own mistake where builds that share steps run at once; nothing of the build is wrong.
  if (/inconsistent graph state/.test(reason)) return [];
  if (failed && lacksServices(failed)) {
    const given = [...plan.hosts].map(async ([id, services]) => {
      const hosts = await session.folder.write(await session.services.hosts(services));
      return ["--secret", `id=${id},"src=${hosts}"`];
    });
    return (await Promise.all(given)).flat();
  }
  const lost = /record-lost \S*?([0-9a-f]{64})/.exec(log)?.[1];
  const run = [...plan.runs.values()].find(({ fs }) => fs.id === lost);
  return run && ["--no-cache-filter", run.stage];
}

interface BuildEnd {
  readonly code: number | undefined;
  /** What the client said beside the statuses. */
  readonly words: string;
  readonly failed?: Vertex;
  readonly log: string;
}

async function run(session: BuildSession, plan: BuildPlan, output: readonly string[]): Promise<BuildEnd> {
  await session.folder.stage(plan.trees);
  const { env, flags } = await given(plan);
  const dockerfile = await session.folder.write(plan.dockerfile);
  const own = ["--progress", "rawjson", "--target", plan.target, "--file", dockerfile];
  const watched = watch(session.progress, plan.runs);
  const { code } = await dockerBuild([...own, ...flags, ...output, session.folder.context], {
    env: { ...process.env, ...env },
    onText: watched.reader.feed,
    signal: session.stopped,
  });
  const words = watched.reader.rest();
  const failed = watched.failed();
  const log = failed ? (watched.logs.get(failed.digest) ?? "") : "";
  return { code, words, log, ...(failed && { failed }) };
}

/** What a build is handed beside its context: ids of runs, values of secrets. */
async function given({ secrets, runs, hosts }: BuildPlan) {
  const env = proxiesOf(process.env, [...hosts.values()].flatMap(Object.keys));
  const ids = [...runs].map(([id, { fs }]) => `${id}=${fs.id}`).join(",");
  // In both ways of writing it: one would have Docker's configuration say the other.
  if (ids) for (const name of [runIds, runIds.toLowerCase()]) env[name] = ids;
  const flags = Object.keys(env).flatMap((name) => ["--build-arg", name]);
  for (const [id, secret] of secrets) {
    const name = `DAGGER_ON_DOCKER_${flags.length}`;
    env[name] = await readSecret(secret);
    flags.push("--secret", `id=${id},env=${name}`);
  }
  return { env, flags };
}

/** Turns a failed build into the engine's error. `asked` is the path that was to be read. */
async function explain(
  session: BuildSession,
  plan: BuildPlan,
  { failed, words, log }: BuildEnd,
  asked: string | undefined,
): Promise<Error> {
  const run = runIn(plan.runs, failed?.name ?? "");
  const reason = failed?.error ?? words;
  if (run && /did not complete successfully/.test(reason))
    return execError(await lastRecord(session, run.fs), run.fs.exec.args);
  if (run) return new ExecError(reason, run.fs.exec.args, -1, "", "");
  if (failed?.name.includes(" WORKDIR ")) return new ExecError(reason, [], -1, "", "");
  if (/cannot (?:copy to non|replace to) ?-?directory|not a directory/.test(reason))
    return notServed("Container", "laying files where a file and a folder, or a link, meet");
  const gone = missingPath(reason);
  if (gone) {
    const path = /^\[(?:output|list) /.test(failed?.name ?? "") ? asked : undefined;
    return new Error(`stat ${path ?? gone}: no such file or directory`);
  }
  // Before it, Docker's client cites a Dockerfile that nobody has seen.
  const said = reason.slice(Math.max(0, reason.lastIndexOf("ERROR: "))).replace(/^ERROR: /, "");
  return new Error(`docker build failed: ${said.trim()}${log ? `\n${log.trimEnd()}` : ""}`);
}

/** The path that was not there, in BuildKit's words for it. */
function missingPath(reason: string): string | undefined {
  const words = /"(\/[^"]*)": not found|.*buildkit-mount\d+(\/.*): no such file or directory$/s;
  const [, named, mounted] = words.exec(reason.trim()) ?? [];
  return named ?? mounted;
}

/** The record of a run that failed: no stage holds it, so it is read past the cache. */
async function lastRecord(session: BuildSession, fs: ExecFs): Promise<Recorded | undefined> {
  const folder = session.folder.place();
  const plan = compile({ kind: "record", fs, failed: randomUUID() });
  return (await run(session, plan, outputTo(folder))).code === 0 ? recorded(folder) : undefined;
}

function recorded(folder: string): Recorded {
  const text = (name: string) => readFileSync(join(folder, name), "utf8");
  const record: RunRecord = JSON.parse(text("record.json"));
  return { ...record, stdout: text("stdout"), stderr: text("stderr"), combined: text("combined") };
}
