import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { stepId } from "../graph.ts";
import { isObject, type State } from "../module/state.ts";
import type { TypeRef } from "../module/types.ts";
import { type Catalog, objectOf } from "./catalog.ts";
import { screaming } from "./names.ts";

/** What a command leaves behind: text for stdout, a note for stderr. */
export interface Printed {
  readonly out: string;
  readonly note?: string;
}

/** How a result is wanted. */
interface Wanted {
  readonly json: boolean;
  readonly output?: string;
}

const saved = new Set(["Container", "Directory", "File"]);

/** Shows the value at the end of a pipeline as the CLI does, and writes it to a file where that is asked. */
export function printResult(value: State, type: TypeRef, wanted: Wanted, catalog: Catalog): Printed {
  if (type.kind === "VOID") return { out: "" };
  const object = objectOf(type);
  if (wanted.output !== undefined && saved.has(object ?? ""))
    return { out: "", note: `Saved to ${JSON.stringify(value)}.\n` };
  if (object) return { out: identities(value, catalog.publicName(object)) };
  const shown = named(value, type);
  const out = wanted.json ? `${JSON.stringify(shown, undefined, 4)}\n` : plainText(shown);
  if (wanted.output === undefined) return { out };
  const path = resolve(wanted.output);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, out);
  return { out, note: `Saved output to ${JSON.stringify(path)}.\n` };
}

/** Objects are shown by what they are: the same chain has the same id. */
function identities(value: State, type: string): string {
  if (Array.isArray(value)) return value.map((item) => `- ${identities(item, type)}`).join("");
  return isObject(value) ? `${stepId(type, value)}\n` : `${value}\n`;
}

/** Enum members as the engine names them. */
function named(value: State, type: TypeRef): State {
  if (Array.isArray(value)) return value.map((item) => named(item, type.of ?? type));
  return type.kind === "ENUM" && typeof value === "string" ? screaming(value) : value;
}

function plainText(value: State): string {
  if (Array.isArray(value)) return value.map((item) => `${plainText(item)}\n`).join("");
  return value === null ? "" : String(value);
}
