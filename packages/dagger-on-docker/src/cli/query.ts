import { ExecError } from "../errors.ts";
import type { TypeRef } from "../module/types.ts";
import { answerQuery, type Session } from "../session.ts";

/** Asks a session one chain of fields and gives what is at its end. */
export type Ask = (chain: string) => Promise<unknown>;

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[];
}

/** Asks in process: no request, the same answers. */
export function asker(session: Session): Ask {
  return async (chain) => {
    const { data, errors } = (await answerQuery(session, `{${chain}}`)) as Answer;
    if (errors?.[0]) throw asError(errors[0]);
    return innermost(data);
  };
}

function asError({ message, extensions }: NonNullable<Answer["errors"]>[number]): Error {
  if (extensions?._type !== "EXEC_ERROR") return new Error(message);
  const { cmd, exitCode, stdout, stderr } = extensions as unknown as ExecError;
  return new ExecError(message, cmd, exitCode, stdout, stderr);
}

/** `{container: {from: {stdout: "x"}}}` → `"x"`; in lists, each item. */
function innermost(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(innermost);
  if (typeof data !== "object" || data === null) return data;
  return innermost(Object.values(data)[0]);
}

/** A value as GraphQL writes it: names of enum members are bare, keys are not quoted. */
export function literal(value: unknown, type: TypeRef): string {
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, type.of ?? type)).join(", ")}]`;
  if (type.kind === "ENUM") return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, field]) => `${name}: ${JSON.stringify(field)}`)
    .join(", ")}}`;
}
