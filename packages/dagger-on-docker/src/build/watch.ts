import { kebab } from "../cli/names.ts";
import type { Progress, ProgressStep } from "../progress.ts";
import type { ExecFs } from "./fs.ts";
import { type BuildPlan, runIn } from "./plan.ts";
import { lacksServices, type Status, statusReader, type Vertex } from "./rawjson.ts";

/** Follows a build's steps: shows each, keeps their output for the one that fails. */
export function watch(progress: Progress, runs: BuildPlan["runs"]) {
  const logs = new Map<string, string>();
  const known = new Map<string, Pick<ProgressStep, "id" | "name" | "minor">>();
  let failed: Vertex | undefined;
  const onStatus = ({ vertexes = [], logs: lines = [] }: Status) => {
    for (const vertex of vertexes) if (!isOwn(vertex)) known.set(vertex.digest, stepOf(vertex, runs));
    for (const { vertex, data } of lines) {
      const text = Buffer.from(data, "base64").toString("utf8");
      logs.set(vertex, (logs.get(vertex) ?? "").slice(-20_000) + text);
      const step = known.get(vertex);
      if (step) progress.output(step, text);
    }
    for (const vertex of vertexes) {
      if (vertex.error && !isCanceled(vertex)) failed ??= vertex;
      // It is still to run, when they are there.
      if (lacksServices(vertex)) continue;
      const [state, step] = [stateOf(vertex), known.get(vertex.digest)];
      if (state && step) progress.step({ ...step, ...report(vertex, state, logs.get(vertex.digest)) });
    }
  };
  return { reader: statusReader(onStatus), logs, failed: () => failed };
}

function stateOf(vertex: Vertex): ProgressStep["state"] | undefined {
  const { error, cached, started, completed } = vertex;
  // A step that is called off because another one failed has nothing to tell, yet it no longer runs.
  if (error) return isCanceled(vertex) ? "done" : "failed";
  return cached ? "cached" : completed ? "done" : started ? "started" : undefined;
}

const isCanceled = ({ error = "" }: Vertex): boolean => /context canceled$|code = Canceled/.test(error);

/** BuildKit's own work, the stages of the shim, and what only reads an answer. */
const isOwn = ({ name }: Vertex): boolean =>
  /^(?:\[(?:internal|auth|tools|runtime|record|list|output)\b|(?:exporting|importing|resolving) )/.test(name);

function report({ started, completed }: Vertex, state: ProgressStep["state"], log = "") {
  const seconds = started && completed ? (Date.parse(completed) - Date.parse(started)) / 1000 : undefined;
  return { state, ...(seconds !== undefined && { seconds }), ...(state === "failed" && log && { log }) };
}

/** A step in the module's words; what is no command is the line of the Dockerfile, without its stage. */
export function stepOf({ digest: id, name }: Pick<Vertex, "digest" | "name">, runs: BuildPlan["runs"]) {
  const run = runIn(runs, name);
  if (run) return { id, name: commandName(run.fs) };
  const line = name.replace(/^\[[^\]]*\] /, "").replace(/[0-9a-f]{64}\.tar/, "files");
  return { id, name: line.slice(0, 120), minor: true };
}

/** What prepares, and what puts in place: of a script, other commands say what it is for. */
const chores = /^(?:\[|(?:cd|chmod|chown|cp|echo|export|find|ln|mkdir|mv|printf|rm|set|touch)\b)/;

/** Which functions ask for a command, and the command itself: of a shell's script, the last one that is no chore. */
export function commandName({ by, exec: { args } }: Pick<ExecFs, "by" | "exec">): string {
  const [shell = "", option = "", script = ""] = args;
  const isScript = /(^|\/)(ba|da)?sh$/.test(shell) && /^-\w*c$/.test(option);
  const commands = isScript ? script.split(/&&|\n/).map((line) => line.trim().replace(/^(?:\w+=\S* )+/, "")) : [];
  const command = commands.findLast((line) => line && !chores.test(line)) ?? (isScript ? script : args.join(" "));
  const words = command
    .trim()
    .replace(/\s+/g, " ")
    .replace(/^\S*\/(?=\S)/, "");
  return [...by.split("__").filter(Boolean).map(kebab), words.slice(0, 80)].join(" · ");
}
