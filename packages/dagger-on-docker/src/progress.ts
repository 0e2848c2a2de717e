/** A piece of work worth showing: a build step, a service, a check. */
export interface ProgressStep {
  /** The same id in each report of one step. */
  readonly id: string;
  readonly name: string;
  readonly state: "started" | "done" | "cached" | "failed";
  /** What it took; without it, the time since it was told to have started. */
  readonly seconds?: number;
  /** Nobody asked for it by name: it is worth a line where it takes a second. */
  readonly minor?: boolean;
  /** Output of the step, shown with its report. */
  readonly log?: string;
}

/** Where work reports to; all of it is shown on stderr. */
export interface Progress {
  line(text: string): void;
  step(step: ProgressStep): void;
  /** What a step says while it runs. */
  output(step: Pick<ProgressStep, "id" | "name">, text: string): void;
  /** Says what all of it took. */
  close(): void;
}

/** Which steps are shown. */
export interface Detail {
  readonly silent?: boolean;
  readonly debug?: boolean;
  /** `plain` shows each step, and what steps say while they run. */
  readonly progress?: string;
  /** How often -v and -q were said. */
  readonly verbose?: number;
  readonly quiet?: number;
}

/**
 * One line for each step that ran, with its output below where it failed; on a terminal, a last line with what runs at
 * the moment. A step that ended is only shown again where it has run again: builds tell of all steps before theirs.
 *
 * @param detail is looked at anew for each step: options may come to be known late
 * @param columns of the terminal; 0 where there is none
 */
export function showProgress(write: (text: string) => void, detail: Detail, columns = 0): Progress {
  const clear = columns ? "\r\x1b[K" : "";
  /** The step whose lines were the last to be shown, and what of each step's line has no end yet. */
  let speaker: string | undefined;
  const open = new Map<string, string>();
  const running = new Map<string, { readonly name: string; readonly since: number }>();
  const ended = new Map<string, ProgressStep["state"]>();
  const opened = performance.now();
  const secondsSince = (start: number) => (performance.now() - start) / 1000;
  const live = () => {
    const [oldest, ...others] = running.values();
    if (!columns || detail.silent || detail.quiet || !oldest) return;
    write(clear + liveLine(oldest.name, secondsSince(oldest.since), others.length, columns));
  };
  const timer = setInterval(live, 1000);
  timer.unref();
  const show = (text: string, by?: string) => {
    speaker = by;
    if (!detail.silent) write(clear + text);
    live();
  };
  return {
    line: (text) => show(`${text}\n`),
    step({ log = "", ...step }) {
      const { id, name, state } = step;
      if (state === "started" ? running.has(id) : ended.has(id)) return;
      const { since } = running.get(id) ?? { since: performance.now() };
      for (const steps of [running, ended]) steps.delete(id);
      if (state === "started") running.set(id, { name, since });
      else ended.set(id, state);
      const rest = open.get(id);
      if (rest) this.output(step, "\n");
      const whole = { seconds: secondsSince(since), ...step, ...(rest === undefined && { log }) };
      if (isShown(whole, detail)) show(render(whole));
      else live();
    },
    output({ id, name }, text) {
      if (detail.progress !== "plain") return;
      const lines = `${open.get(id) ?? ""}${text}`.split("\n");
      open.set(id, lines.pop() ?? "");
      if (lines.length === 0) return;
      show(`${speaker === id ? "" : `${marks.started} ${name}\n`}${indented(lines)}\n`, id);
    },
    close() {
      clearInterval(timer);
      running.clear();
      const states = [...ended.values()];
      const cached = states.filter((state) => state === "cached").length;
      const { verbose = 0, quiet = 0 } = detail;
      const text = `steps: ${states.length - cached} run, ${cached} CACHED  ${seconds(secondsSince(opened))}\n`;
      show(states.length > 0 && verbose >= quiet ? text : "");
      ended.clear();
    },
  };
}

/** What runs the longest, and how many beside it: what is wider than the terminal would begin another line each second. */
function liveLine(name: string, seconds: number, others: number, columns: number): string {
  const end = `  ${seconds.toFixed(0)} s${others > 0 ? `, and ${others} more` : ""}`;
  return `… ${name.slice(0, Math.max(0, columns - end.length - 3))}${end}`.slice(0, columns - 1);
}

function isShown({ state, log, minor, seconds = 0 }: ProgressStep, detail: Detail): boolean {
  const { debug, verbose = 0, quiet = 0, progress } = detail;
  if (state === "failed" || log || debug || verbose > quiet) return true;
  if (verbose < quiet || state === "started") return false;
  return progress === "plain" || (state === "done" && (!minor || seconds >= 1));
}

const marks = { started: "-", done: "✔", cached: "✔", failed: "✘" };
const notes = { started: "", done: "", cached: " CACHED", failed: " ERROR" };

const seconds = (count: number): string => `${count.toFixed(1)} s`;

function render({ name, state, seconds: took = 0, log = "" }: ProgressStep): string {
  const time = state === "done" || state === "failed" ? `  ${seconds(took)}` : "";
  const lines = log.trim() ? [indented(log.trimEnd().split("\n"))] : [];
  return [`${marks[state]} ${name}${notes[state]}${time}`, ...lines, ""].join("\n");
}

const indented = (lines: readonly string[]): string => lines.map((line) => `  │ ${line}`).join("\n");
