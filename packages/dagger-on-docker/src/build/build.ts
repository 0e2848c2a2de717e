import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { buildCommand } from "../base/docker.ts";
import { ensureBase } from "../base/index.ts";
import { ExecError } from "../errors.ts";
import type { Session } from "../session.ts";
import { type Looked, type Record, runIds } from "../shim/protocol.ts";
import { whole } from "../tree/content.ts";
import { readTar } from "../tree/tar.ts";
import { goText } from "../tree/text.ts";
import type { FileEntry, Tree } from "../tree/tree.ts";
import { compile, type Plan, type Want } from "./compile.ts";
import { execError } from "./exec-error.ts";
import type { ExecFs, Fs, Location } from "./fs.ts";
import type { Vertex } from "./rawjson.ts";
import { watch } from "./watch.ts";

/** What a command said, as recorded beside its step. */
export interface Recorded extends Record {
  readonly stdout: string;
  readonly stderr: string;
  readonly combined: string;
}

/** Builds a file system without taking anything out of BuildKit's cache. */
export async function buildStage(session: Session, fs: Fs): Promise<void> {
  await build(session, { kind: "stage", fs }, ["--output", "type=cacheonly"]);
}

/** Builds an image into Docker's store. `config` are the Dockerfile's last lines. */
export async function buildImage(session: Session, fs: Fs, config: readonly string[], name: string): Promise<void> {
  await build(session, { kind: "stage", fs, config }, ["--tag", name]);
}

/** The files of a folder in a file system. */
export async function readFolder(session: Session, from: Location): Promise<Tree> {
  return take(session, { kind: "folder", from });
}

/** One file of a file system; links are followed. */
export async function readFile(session: Session, from: Location): Promise<FileEntry> {
  const entry = (await take(session, { kind: "file", from })).get("file");
  if (!entry) throw new Error(`stat ${from.path}: no such file or directory`);
  if (entry.kind !== "file") throw new Error(`path ${from.path} is a directory, not a file`);
  return entry;
}

/** What stands at a path, links followed or not; undefined where nothing does. */
export async function lookAt(session: Session, from: Location): Promise<Looked> {
  const entry = (await take(session, { kind: "look", from })).get("look.json");
  return JSON.parse(entry?.kind === "file" ? whole(entry.bytes).toString("utf8") : "{}") as Looked;
}

/** What the command that made a file system said. */
export async function readRecord(session: Session, fs: ExecFs): Promise<Recorded> {
  return recorded(await take(session, { kind: "record", fs }));
}

async function take(session: Session, want: Want): Promise<Tree> {
  return readTar(await build(session, want, ["--output", "type=tar,dest=-"]));
}

/** Runs one `docker build`, and further ones where the one before told what to put right; answers with its output. */
async function build(session: Session, want: Want, output: readonly string[]): Promise<Buffer> {
  let flags: readonly string[] = [];
  for (let left = 5; ; left--) {
    const plan = compile(want, session.workspace.odd);
    const finished = await run(session, plan, [...output, ...flags]);
    if (finished.code === 0) return finished.stdout;
    const repaired = left > 0 ? await repair(session, plan, finished) : undefined;
    if (!repaired) throw await explain(session, plan, finished, "from" in want ? want.from.path : undefined);
    flags = [...flags, ...repaired];
  }
}

/**
 * Puts right what can be before another try: a base image may be gone, a record lost with its cache, or a file and a
 * folder meet in a copy. Answers the flags of the next try, nothing where there is no use in one.
 */
async function repair(session: Session, plan: Plan, { failed, log, words }: Finished): Promise<string[] | undefined> {
  const reason = `${words}${failed?.error}`;
  if (/failed to resolve source metadata for|pull access denied for|failed to do request: Head/.test(reason)) {
    const refs = [...plan.dockerfile.matchAll(/^FROM (\S+[:@]\S+) AS/gm)].map(([, ref]) => ref as string);
    await ensureBase([...new Set(refs)], (text) => session.progress.line(text));
    return [];
  }
  const [, stage, from] = /^\[(\w+) .*?\] COPY --from=(\S+) /.exec(failed?.name ?? "") ?? [];
  const odd = plan.copies.filter((copy) => copy.stage === stage && copy.from === from);
  if (odd.length > 0 && /cannot (?:copy to non|replace to) ?-?directory|not a directory/.test(reason)) {
    for (const { id } of odd) session.workspace.odd.add(id);
    return [];
  }
  const lost = /record-lost \S*?([0-9a-f]{64})/.exec(log)?.[1];
  const [id] = [...plan.runs].find(([, fs]) => fs.id === lost) ?? [];
  const lostStage = new RegExp(`^FROM \\S+ AS (s\\d+)$(?:(?!^FROM )[^])*?"${id}",`, "m").exec(plan.dockerfile)?.[1];
  return lostStage ? ["--no-cache-filter", lostStage] : undefined;
}

/** The id of the run that a failed step was. */
const runOf = (failed: Vertex | undefined): string | undefined => /"(run-[0-9a-f-]+)"/.exec(failed?.name ?? "")?.[1];

interface Finished {
  readonly code: number;
  readonly stdout: Buffer;
  /** What the client said beside the statuses. */
  readonly words: string;
  readonly failed?: Vertex;
  /** The failed step's own output. */
  readonly log: string;
}

async function run(session: Session, plan: Plan, output: readonly string[]): Promise<Finished> {
  await session.workspace.stage(plan.trees);
  const { env, flags } = await given(session, plan);
  const build = buildCommand({ ...process.env, ...env });
  const [program, ...lead] = build.command;
  const args = [
    ...lead,
    "--progress",
    "rawjson",
    "--target",
    plan.target,
    ...flags,
    ...output,
    "--file",
    await session.workspace.write(plan.dockerfile),
    session.workspace.folder,
  ];
  const child = spawn(program, args, { env: build.env, signal: session.stopped });
  child.on("error", () => {}); // told by the code
  child.stdin.end();
  const parts: Buffer[] = [];
  child.stdout.on("data", (part) => parts.push(part));
  const watched = watch(session.progress);
  child.stderr.setEncoding("utf8").on("data", (text) => watched.reader.feed(text));
  const code = await new Promise<number>((done) => child.on("close", (ended) => done(ended ?? 1)));
  const words = watched.reader.rest();
  const failed = watched.failed();
  return {
    code,
    stdout: Buffer.concat(parts),
    words,
    log: failed ? (watched.logs.get(failed.digest) ?? "") : "",
    ...(failed && { failed }),
  };
}

/** What a build is handed beside its context: ids of runs, values of secrets, sockets. */
async function given(
  session: Session,
  { secrets, sockets, runs }: Plan,
): Promise<{ env: { [name: string]: string }; flags: string[] }> {
  const env: { [name: string]: string } = {};
  const flags: string[] = [];
  const give = (id: string, value: string) => {
    const name = `DAGGER_ON_DOCKER_${flags.length}`;
    env[name] = value;
    flags.push("--secret", `id=${id},env=${name}`);
  };
  const ids = [...runs].map(([id, fs]) => `${id}=${fs.id}`);
  if (ids.length > 0) flags.push("--build-arg", `${runIds}=${ids.join(",")}`);
  for (const [id, path] of sockets) {
    if (!existsSync(path))
      throw new Error(
        `there is no socket at ${path}: start an SSH agent (eval "$(ssh-agent)"; ssh-add), or leave it out`,
      );
    flags.push("--ssh", `${id}=${path}`);
  }
  for (const [id, secret] of secrets) give(id, await session.secrets.value(secret));
  return { env, flags };
}

/** Turns a failed build into the engine's error. `asked` is the path that was to be read. */
async function explain(
  session: Session,
  plan: Plan,
  { failed, words, log }: Finished,
  asked: string | undefined,
): Promise<Error> {
  const run = runOf(failed);
  const fs = run ? plan.runs.get(run) : undefined;
  const reason = failed?.error ?? words;
  if (fs && failed?.name.includes(" RUN ") && /did not complete successfully/.test(reason)) {
    return execError(await lastRecord(session, fs), fs.exec.args);
  }
  if (fs && failed?.name.includes(" RUN ")) return new ExecError(reason, fs.exec.args, -1, "", "");
  if (failed?.name.includes(" WORKDIR ")) return new ExecError(reason, [], -1, "", "");
  const gone = missingPath(reason);
  if (gone) {
    const path = failed?.name.startsWith("[output ") ? asked : undefined;
    return new Error(`stat ${path ?? gone}: no such file or directory`);
  }
  if (!run && log && failed?.name.includes("shim.mjs")) return new Error(log.trim());
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
async function lastRecord(session: Session, fs: ExecFs): Promise<Recorded | undefined> {
  const plan = compile({ kind: "record", fs, failed: randomUUID() });
  const finished = await run(session, plan, ["--output", "type=tar,dest=-"]);
  return finished.code === 0 ? recorded(await readTar(finished.stdout)) : undefined;
}

function recorded(tree: Tree): Recorded {
  const text = (name: string): string => {
    const entry = tree.get(name);
    return entry?.kind === "file" ? goText(whole(entry.bytes)) : "";
  };
  return {
    ...(JSON.parse(text("record.json")) as Record),
    stdout: text("stdout"),
    stderr: text("stderr"),
    combined: text("combined"),
  };
}
