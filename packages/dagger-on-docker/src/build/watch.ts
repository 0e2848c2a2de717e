import type { Progress } from "../progress.ts";
import { type Plan, runIn } from "./compile.ts";
import { type Status, statusReader, type Vertex } from "./rawjson.ts";

/** Follows a build's steps: shows each once, keeps their output for the one that fails. */
export function watch(progress: Progress, runs: Plan["runs"]) {
  const shortName = ({ name }: Vertex) => stepName(name, runs);
  const logs = new Map<string, string>();
  const shown = new Map<string, string>();
  let failed: Vertex | undefined;
  const names = new Map<string, string>();
  const onStatus = ({ vertexes = [], logs: lines = [] }: Status) => {
    for (const vertex of vertexes) if (!isOwn(vertex)) names.set(vertex.digest, shortName(vertex));
    for (const { vertex, data } of lines) {
      const text = Buffer.from(data, "base64").toString("utf8");
      logs.set(vertex, (logs.get(vertex) ?? "").slice(-20_000) + text);
      const name = names.get(vertex);
      if (name) progress.output({ id: vertex, name }, text);
    }
    for (const vertex of vertexes) {
      if (vertex.error && !isCanceled(vertex)) failed ??= vertex;
      const state = stateOf(vertex);
      if (!state || isOwn(vertex) || shown.get(vertex.digest) === state || ended.has(shown.get(vertex.digest)))
        continue;
      shown.set(vertex.digest, state);
      progress.step({ ...report(vertex, state, logs.get(vertex.digest)), name: shortName(vertex) });
    }
  };
  return { reader: statusReader(onStatus), logs, failed: () => failed };
}

type State = "failed" | "cached" | "done" | "started";
const ended = new Set<string | undefined>(["failed", "cached", "done"]);

function stateOf(vertex: Vertex): State | undefined {
  const { error, cached, started, completed } = vertex;
  // A step that is called off because another one failed has nothing to tell, yet it no longer runs.
  if (error) return isCanceled(vertex) ? "done" : "failed";
  return cached ? "cached" : completed ? "done" : started ? "started" : undefined;
}

const isCanceled = ({ error = "" }: Vertex): boolean => /context canceled$|code = Canceled/.test(error);

/** BuildKit's own work, the stages of the shim, and what only reads an answer. */
const isOwn = ({ name }: Vertex): boolean =>
  /^(?:\[(?:internal|auth|tools|runtime|record|list|output)\b|(?:exporting|importing|resolving) )/.test(name);

function report({ digest: id, started, completed }: Vertex, state: State, log = "") {
  const seconds = started && completed ? (Date.parse(completed) - Date.parse(started)) / 1000 : undefined;
  const told = state === "failed" && log ? { log } : {};
  return { id, state, ...(seconds !== undefined && { seconds }), ...told };
}

/** A step's name for people: a command without what the shim needs. */
export function stepName(name: string, runs: Plan["runs"]): string {
  const run = runIn(runs, name);
  const words = run && JSON.stringify(run.fs.exec.args).slice(1, -1);
  return (words ? `${name.slice(0, name.indexOf("]") + 1)} ${words}` : name).slice(0, 160);
}
