/** A piece of work worth showing: a build step, a service, a check. */
export interface ProgressStep {
  /** The same id in each report of one step. */
  readonly id: string;
  readonly name: string;
  readonly state: "started" | "done" | "cached" | "failed";
  readonly seconds?: number;
  /** Output of the step, shown with its report. */
  readonly log?: string;
}

/** Where work reports to; all of it is shown on stderr. */
export interface Progress {
  line(text: string): void;
  step(step: ProgressStep): void;
  /** What a step says while it runs. */
  output(step: Pick<ProgressStep, "id" | "name">, text: string): void;
  close(): void;
}

/** Which steps are shown. */
export interface Detail {
  readonly silent?: boolean;
  readonly debug?: boolean;
  /** `plain` shows what steps say while they run. */
  readonly progress?: string;
  /** How often -v and -q were said. */
  readonly verbose?: number;
  readonly quiet?: number;
}

/**
 * One line for each step that ended, with its output below; on a terminal, also what runs at the moment.
 *
 * @param detail is looked at anew for each step: options may come to be known late
 * @param columns of the terminal; 0 where there is none
 */
export function showProgress(write: (text: string) => void, detail: Detail, columns = 0): Progress {
  const clear = columns ? "\r\x1b[K" : "";
  const say = (text: string) => detail.silent || write(clear + text);
  /** The step whose lines were the last to be shown, and what of each step's line has no end yet. */
  let speaker: string | undefined;
  const open = new Map<string, string>();
  const show = (text: string, by?: string) => {
    speaker = by;
    say(text);
  };
  return {
    line: (text) => show(`${text}\n`),
    step({ log = "", ...step }) {
      const rest = open.get(step.id);
      if (rest) this.output(step, "\n");
      const whole = { ...step, ...(rest === undefined && { log }) };
      if (isShown(whole, detail)) show(render(whole));
      else if (columns && step.state === "started") say(`… ${step.name}`.slice(0, columns - 1));
    },
    output({ id, name }, text) {
      if (detail.progress !== "plain") return;
      const lines = `${open.get(id) ?? ""}${text}`.split("\n");
      open.set(id, lines.pop() ?? "");
      if (lines.length === 0) return;
      show(`${speaker === id ? "" : `${marks.started} ${name}\n`}${indented(lines)}\n`, id);
    },
    close: () => say(""),
  };
}

function isShown({ state, log }: ProgressStep, { debug, verbose = 0, quiet = 0 }: Detail): boolean {
  if (state === "failed" || log || debug || verbose > quiet) return true;
  return verbose === quiet && state !== "started";
}

const marks = { started: "-", done: "✔", cached: "✔", failed: "✘" };
const notes = { started: "", done: "", cached: " CACHED", failed: " ERROR" };

function render({ name, state, seconds, log = "" }: ProgressStep): string {
  const time = seconds === undefined || state === "cached" ? "" : ` ${seconds.toFixed(1)}s`;
  const lines = log.trim() ? [indented(log.trimEnd().split("\n"))] : [];
  return [`${marks[state]} ${name}${notes[state]}${time}`, ...lines, ""].join("\n");
}

const indented = (lines: readonly string[]): string => lines.map((line) => `  │ ${line}`).join("\n");
