import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";

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
  /** Takes standard output, as bytes: it is not kept as text then. */
  readonly onOutput?: (bytes: Readable) => Promise<unknown>;
  /** Has it use this process's own streams. */
  readonly terminal?: boolean;
  readonly signal?: AbortSignal;
}

/** Runs a program to its end, without a shell; never throws for the program's own failure. */
export const run = (...given: Parameters<typeof start>): Promise<Finished> => start(...given).ended;

/** The same, for who has to do with it while it runs. */
export function start(
  command: string,
  args: readonly string[],
  { onText, onOutput, terminal, ...rest }: RunOptions = {},
): { readonly child: ChildProcess; readonly ended: Promise<Finished> } {
  const child = spawn(command, args, { ...rest, stdio: terminal ? "inherit" : ["ignore", "pipe", "pipe"] });
  const said = { stdout: "", stderr: "" };
  const keep = (name: "stdout" | "stderr") =>
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      said[name] += text;
      onText?.(text);
    });
  const exited = new Promise<number | undefined>((done) => {
    child
      .on("close", (code) => done(code ?? undefined))
      .on("error", ({ message }) => {
        said.stderr += message;
        done(undefined);
      });
  });
  keep("stderr");
  const taken = onOutput && child.stdout ? onOutput(child.stdout) : keep("stdout");
  return { child, ended: Promise.all([exited, taken]).then(([code]) => ({ code, ...said })) };
}

export function tail(log: string, count = 15): string {
  const lines = log.split("\n").filter((line) => line.trim() !== "");
  return lines.slice(-count).join("\n");
}
