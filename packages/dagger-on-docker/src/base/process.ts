import { spawn } from "node:child_process";

/** How a finished process answered. */
export interface Finished {
  /** Its exit code, or undefined when it could not be started or was ended by a signal. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a process is run. */
export interface RunOptions {
  readonly cwd?: string;
  /** Called with each complete line of either stream, as it comes. */
  readonly onLine?: (line: string) => void;
  /** Ends the process. */
  readonly signal?: AbortSignal;
}

/** Cuts a stream of text into lines; what is left after the last newline waits for the next piece. */
function lines(onLine: (line: string) => void): (text: string) => void {
  let rest = "";
  return (text) => {
    const parts = (rest + text).split(/\r?\n/);
    rest = parts.pop() ?? "";
    parts.forEach(onLine);
  };
}

/** Runs a program to its end, without a shell; never throws for the program's own failure. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      signal: options.signal,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      const feed = lines(options.onLine ?? (() => {}));
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        output[stream] += text;
        feed(text);
      });
    }
    child.on("error", (error) => resolve({ code: undefined, ...output, stderr: output.stderr + error.message }));
    child.on("close", (code) => resolve({ code: code ?? undefined, ...output }));
  });
}

/** The last lines of a log, without the empty ones. */
export function tail(log: string, count = 15): string {
  return log
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-count)
    .join("\n");
}
