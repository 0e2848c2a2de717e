import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, resolve } from "node:path";
import { stepId } from "../graph.ts";
import { isObject, type State } from "../module/calls.ts";
import type { TypeRef } from "../module/types.ts";
import type { Progress } from "../progress.ts";
import { reasonOf } from "../reason.ts";
import { type Catalog, objectOf } from "./catalog.ts";
import { UsageError } from "./flags.ts";
import { screaming } from "./names.ts";
import type { Options } from "./options.ts";
import { exported } from "./run.ts";

/** What a command leaves behind: text for stdout, text for stderr, its exit code. */
export interface Printed {
  readonly out?: string;
  readonly note?: string;
  readonly exitCode?: number;
}

/** A command: it reads its words, fills in the options they give, and does its work. */
export type Run = (words: readonly string[], options: Options, progress: Progress) => Promise<Printed>;

/** Shows the value at the end of a pipeline as the CLI does, and writes it to a file where that is asked. */
export function printResult(value: State, type: TypeRef, { json, output }: Options, catalog: Catalog): Printed {
  if (type.kind === "VOID") return {};
  const object = objectOf(type);
  if (object && output !== undefined && exported.test(object)) return { note: `Saved to ${JSON.stringify(value)}.\n` };
  if (object) return { out: identities(value, catalog.publicName(object)) };
  const shown = named(value, type);
  const out = json ? `${JSON.stringify(shown, undefined, 4)}\n` : plainText(shown);
  if (output === undefined) return { out };
  const path = resolve(output);
  save(path, out);
  return { out, note: `Saved output to ${JSON.stringify(path)}.\n` };
}

function save(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw new Error(`the result cannot be saved to ${path}: ${reasonOf(error)}. Name a file after -o`);
  }
}

/** Objects are shown by what they are: the same chain has the same id. */
function identities(value: State, type: string): string {
  if (Array.isArray(value)) return value.map((item) => `- ${identities(item, type)}`).join("");
  return isObject(value) ? `${stepId(type, value)}\n` : `${value}\n`;
}

function named(value: State, type: TypeRef): State {
  if (Array.isArray(value)) return value.map((item) => named(item, type.of ?? type));
  return type.kind === "ENUM" && typeof value === "string" ? screaming(value) : value;
}

function plainText(value: State): string {
  if (Array.isArray(value)) return value.map((item) => `${plainText(item)}\n`).join("");
  return value === null ? "" : String(value);
}

/**
 * Words for an error, as the CLI says them.
 *
 * @param debug adds the stack
 */
export function printFailure(error: unknown, debug = false): Printed {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return {
    note: `Error: ${message}\n${hintFor(error, message)}${streamsOf(error)}${debug ? `${stack}\n` : ""}`,
    // An exec that should have failed and did not is a failure all the same.
    exitCode: (isExec(error) && error.exitCode) || 1,
  };
}

/** What to type next, where that is known. A command's own full disk is its own affair. */
function hintFor(error: unknown, message: string): string {
  if (error instanceof UsageError) return `Run '${error.path} --help' for usage.\n`;
  if (isExec(error)) return "";
  if (/mkdir .*dagger-on-docker-/.test(message))
    return `Temporary files go to ${tmpdir()}: set TMPDIR to a folder that is there and may be written to, and run the same command again.\n`;
  if (!/no space left on device|ENOSPC/i.test(message)) return "";
  return `The disk is full. See what takes it (docker system df; df -h ${tmpdir()}), free some (docker builder prune), or set TMPDIR to a folder with room, and run the same command again.\n`;
}

/** The output of a failed command in a container; empty for other errors. */
export function streamsOf(error: unknown): string {
  if (!isExec(error)) return "";
  const { stdout, stderr } = error;
  return `${stdout && `Stdout:\n${stdout}\n`}${stderr && `Stderr:\n${stderr}\n`}`;
}

/** The session's ExecError and the SDK's, which a module's function throws, look the same. */
function isExec(error: unknown): error is Record<"stdout" | "stderr", string> & { readonly exitCode: number } {
  return error instanceof Error && error.name === "ExecError" && "exitCode" in error && "stdout" in error;
}
