import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { dockerBinary } from "../base/docker.ts";
import { ensureBase } from "../base/index.ts";
import { ExecError } from "../errors.ts";
import type { Session } from "../session.ts";
import type { Record } from "../shim/protocol.ts";
import { readTar } from "../tree/tar.ts";
import type { FileEntry, Tree } from "../tree/tree.ts";
import { compile, type Plan, type Want } from "./compile.ts";
import { execError } from "./exec-error.ts";
import type { ExecFs, Fs, Location } from "./fs.ts";
import { hostCa } from "./host-ca.ts";
import { type Status, statusReader, type Vertex } from "./rawjson.ts";

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
  const [entry] = (await take(session, { kind: "file", from })).values();
  if (entry?.kind !== "file") throw new Error(`path ${from.path} is a directory, not a file`);
  return entry;
}

/** What the command that made a file system said. */
export async function readRecord(session: Session, fs: ExecFs): Promise<Recorded> {
  return recorded(await take(session, { kind: "record", fs }));
}

async function take(session: Session, want: Want): Promise<Tree> {
  return readTar(await build(session, want, ["--output", "type=tar,dest=-"]));
}

/** Runs one `docker build`, and a second one where the first told what to put right; answers with its output. */
async function build(session: Session, want: Want, output: readonly string[]): Promise<Buffer> {
  const plan = compile(want);
  const first = await run(session, plan, output);
  if (first.code === 0) return first.stdout;
  const repair = await repairOf(session, plan, first);
  if (!repair) throw await explain(session, plan, first);
  const again = repair.clear ? compile(want, new Set([repair.clear])) : plan;
  const second = await run(session, again, [...output, ...(repair.flags ?? [])]);
  if (second.code === 0) return second.stdout;
  throw await explain(session, again, second);
}

/** What a second try does otherwise. */
interface Repair {
  readonly flags?: readonly string[];
  readonly clear?: string;
}

/** A base image may be gone, a record lost with its cache, a file in the way of a folder. */
async function repairOf(session: Session, plan: Plan, { failed, log, words }: Finished): Promise<Repair | undefined> {
  const reason = `${words}${failed?.error}`;
  if (/failed to resolve source metadata for|pull access denied for|failed to do request: Head/.test(reason)) {
    const refs = [...plan.dockerfile.matchAll(/^FROM (\S+[:@]\S+) AS/gm)].map(([, ref]) => ref as string);
    await ensureBase([...new Set(refs)], (text) => session.progress.line(text));
    return {};
  }
  const blocked =
    /(?:not a directory|cannot copy to non-directory)/.test(reason) && /(\/[^,\]]*?)\/?\]$/.exec(failed?.name ?? "");
  if (blocked && blocked[1] !== undefined) return { clear: blocked[1] };
  const lost = /record-lost \S*?([0-9a-f]{64})/.exec(log)?.[1];
  const [id] = [...plan.runs].find(([, fs]) => fs.id === lost) ?? [];
  const stage = new RegExp(`^FROM \\S+ AS (s\\d+)$(?:(?!^FROM )[^])*?id=${id},`, "m").exec(plan.dockerfile)?.[1];
  return stage ? { flags: ["--no-cache-filter", stage] } : undefined;
}

/** The id of the run that a failed step was. */
const runOf = (failed: Vertex | undefined): string | undefined => /id=(run-[0-9a-f-]+)/.exec(failed?.name ?? "")?.[1];

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
  const { env, flags } = await secrets(session, plan);
  const args = [
    "build",
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
  const child = spawn(dockerBinary(), args, {
    env: { ...process.env, ...env, DOCKER_BUILDKIT: "1" },
    signal: session.stopped,
  });
  child.on("error", () => {}); // told by the code
  child.stdin.end();
  const parts: Buffer[] = [];
  child.stdout.on("data", (part) => parts.push(part));
  const watched = watch(session);
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

/** Follows a build's steps: shows them, keeps their output for the one that fails. */
function watch({ progress }: Session) {
  const logs = new Map<string, string>();
  const names = new Map<string, string>();
  let failed: Vertex | undefined;
  const onStatus = ({ vertexes = [], logs: lines = [] }: Status) => {
    for (const { vertex, data } of lines) {
      const text = Buffer.from(data, "base64").toString("utf8");
      logs.set(vertex, (logs.get(vertex) ?? "").slice(-20_000) + text);
    }
    for (const vertex of vertexes) {
      const { digest: id, error, cached, started, completed } = vertex;
      const name = shortName(vertex.name);
      names.set(id, name);
      if (error) failed = vertex;
      const state = error ? "failed" : cached ? "cached" : completed ? "done" : started ? "started" : undefined;
      const seconds = started && completed ? (Date.parse(completed) - Date.parse(started)) / 1000 : undefined;
      const log = error ? logs.get(id) : undefined;
      if (state) progress.step({ id, name, state, ...(seconds !== undefined && { seconds }), ...(log && { log }) });
    }
  };
  return { reader: statusReader(onStatus), logs, failed: () => failed };
}

/** A step's name for people: the command without what the shim needs. */
function shortName(name: string): string {
  const command = /^(\[[^\]]*\]) RUN .*?shim\.mjs",("(?:\{.*?\}|--\w+)",?)?(.*)\]$/s.exec(name);
  return (command ? `${command[1]} ${command[3] || command[2]}` : name).slice(0, 160);
}

async function secrets(
  session: Session,
  { secrets, runs }: Plan,
): Promise<{ env: { [name: string]: string }; flags: string[] }> {
  const env: { [name: string]: string } = {};
  const flags: string[] = [];
  const give = (id: string, value: string) => {
    const name = `DAGGER_ON_DOCKER_${flags.length}`;
    env[name] = value;
    flags.push("--secret", `id=${id},env=${name}`);
  };
  for (const [id, fs] of runs) give(id, fs.id);
  for (const [id, secret] of secrets) give(id, await session.secrets.value(secret));
  const ca = hostCa();
  if (ca) flags.push("--secret", `id=host-ca,src=${ca}`);
  return { env, flags };
}

/** Turns a failed build into the engine's error. */
async function explain(session: Session, plan: Plan, { failed, words, log }: Finished): Promise<Error> {
  const run = runOf(failed);
  const fs = run ? plan.runs.get(run) : undefined;
  const reason = failed?.error ?? words;
  if (fs && failed?.name.includes(" RUN ") && /did not complete successfully/.test(reason)) {
    return execError(await lastRecord(session, fs), fs.exec.args);
  }
  if (fs && failed?.name.includes(" RUN ")) return new ExecError(reason, fs.exec.args, -1, "", "");
  if (failed?.name.includes(" WORKDIR ")) return new ExecError(reason, [], -1, "", "");
  const gone = /"(\/[^"]*)": not found/.exec(reason)?.[1];
  if (gone) return new Error(`stat ${gone}: no such file or directory`);
  return new Error(`docker build failed: ${reason.trim().replace(/^ERROR: /, "")}${log ? `\n${log.trimEnd()}` : ""}`);
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
    return entry?.kind === "file" ? entry.bytes.toString("utf8") : "";
  };
  return {
    ...(JSON.parse(text("record.json")) as Record),
    stdout: text("stdout"),
    stderr: text("stderr"),
    combined: text("combined"),
  };
}
