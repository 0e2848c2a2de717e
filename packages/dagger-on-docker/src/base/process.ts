import { spawn } from "node:child_process";

/** What went wrong while a base image was looked for: what and why, what to type, and the end of the log. */
export class BaseImageError extends Error {
  override readonly name = "BaseImageError";
  constructor(what: string, hint: string, log = "") {
    super([what, hint, tail(log)].filter(Boolean).join("\n"));
  }
}

export interface Finished {
  /** Its exit code, or undefined when it could not be started or was ended by a signal. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Its variables; this process's own where none are given. */
  readonly env?: NodeJS.ProcessEnv;
  /** Called with what either stream says, as it comes. */
  readonly onText?: (text: string) => void;
  readonly signal?: AbortSignal;
}

/** Runs a program to its end, without a shell; never throws for the program's own failure. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const { onText, ...rest } = options;
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...rest, stdio: ["ignore", "pipe", "pipe"] });
    const output = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        output[stream] += text;
        onText?.(text);
      });
    }
    child.on("error", (error) => resolve({ code: undefined, ...output, stderr: output.stderr + error.message }));
    child.on("close", (code) => resolve({ code: code ?? undefined, ...output }));
  });
}

/** The last lines of a log, without the empty ones. */
export function tail(log: string, count = 15): string {
  const lines = log.split("\n").filter((line) => line.trim() !== "");
  return lines.slice(-count).join("\n");
}
