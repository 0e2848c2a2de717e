/** A piece of work worth showing: a build step, a service, a base image. */
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
  /** Ends a live display; nothing is shown afterwards. */
  close(): void;
}

/** Shows nothing. */
export const silent: Progress = { line() {}, step() {}, close() {} };

/** Where lines go: stderr, or a test's list. */
type Write = (text: string) => void;

/** How much is shown: -q is -1, -v is 1. */
interface Detail {
  readonly verbosity: number;
}

/** One line for each step that ended, with its output below. */
export function plain(write: Write, { verbosity }: Detail = { verbosity: 0 }): Progress {
  return {
    line: (text) => write(`${text}\n`),
    step(step) {
      if (isShown(step, verbosity)) write(render(step));
    },
    close() {},
  };
}

/** Docker's housekeeping and the stages that carry our tools say nothing about the pipeline. */
const housekeeping = /^(\[(internal|tools|runtime|record|output)\b|(exporting|importing|resolving) )/;

function isShown({ name, state, log }: ProgressStep, verbosity: number): boolean {
  if (state === "failed" || log || verbosity > 0) return true;
  return verbosity === 0 && state !== "started" && !housekeeping.test(name);
}

const marks = { started: "-", done: "✔", cached: "✔", failed: "✘" };

function render({ name, state, seconds, log }: ProgressStep): string {
  const note = state === "cached" ? " CACHED" : state === "failed" ? " ERROR" : "";
  const time = seconds === undefined || state === "cached" ? "" : ` ${seconds.toFixed(1)}s`;
  const lines = log?.trimEnd() ? log.trimEnd().split("\n") : [];
  return [`${marks[state]} ${name}${note}${time}`, ...lines.map((line) => `  │ ${line}`)]
    .map((line) => `${line}\n`)
    .join("");
}

/** As plain, with one line below that says what runs at the moment. */
export function live(write: Write, columns: number, detail: Detail = { verbosity: 0 }): Progress {
  const running = new Map<string, { readonly name: string; readonly since: number }>();
  const below = plain((text) => write(`\r\x1b[K${text}`), detail);
  const draw = () => {
    const names = [...running.values()].map(({ name, since }) => `${name} ${Math.round((Date.now() - since) / 1000)}s`);
    if (names.length) write(`\r\x1b[K${`… ${names.join(", ")}`.slice(0, columns - 1)}`);
  };
  const timer = setInterval(draw, 200);
  timer.unref();
  return {
    line: below.line,
    step(step) {
      if (step.state === "started") running.set(step.id, { name: step.name, since: Date.now() });
      else running.delete(step.id);
      below.step(step);
    },
    close() {
      clearInterval(timer);
      write("\r\x1b[K");
    },
  };
}
