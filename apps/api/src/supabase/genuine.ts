import { PDF_LIMITS } from "@flipdocs/contract";
import { z } from "zod";
import { readWithin } from "./read-within.ts";
import { rowsShape } from "./rows.ts";

/** What somebody in Supabase's place has answered: a captive portal, a gateway's page, nothing, or half of something. */
export class NotSupabase extends Error {
  override readonly name = "NotSupabase";
}

/** What was asked for, as far as it says what may be answered. */
export type Asked = { method: string; url: string; accept: string | null };

/** What may be read of an answer, in bytes: no file in our buckets is larger, and no list of ours comes near. */
const MOST = { file: PDF_LIMITS.bytes, json: PDF_LIMITS.bytes / 2, nothing: 0 };

const said = z.string().min(1);
const Refusal = z.union(
  ["message", "msg", "error_description", "error"].map((name) => z.looseObject({ [name]: said })),
);

const Member = z.looseObject({ id: z.uuid(), email: z.email() });
const Session = z.looseObject({ access_token: said, refresh_token: said, expires_in: z.number(), user: Member });
const AUTH: Record<string, z.ZodType> = { token: Session, signup: z.union([Session, Member]), user: Member };

const KINDS: Record<string, RegExp> = { originals: /^application\/pdf\b/, pages: /^image\/(jpeg|webp)\b/ };
const STORED = z.looseObject({ Key: said });
const LISTED = z.array(z.looseObject({ name: said }));

/**
 * Reads an answer to its end, and lets it pass when it is one that Supabase can have given: the status, the kind of
 * content and the shape belong to what was asked for. A refusal passes, too, when it says why.
 *
 * @param asked what was asked for
 * @param answer what came
 * @returns the same answer, with its body read
 * @throws NotSupabase when it is anything else, an Error when its end does not come
 */
export async function genuine(asked: Asked, answer: Response): Promise<Response> {
  const no = (what: string): never => {
    throw new NotSupabase(`${asked.method} ${new URL(asked.url).pathname} was answered by ${answer.status} ${what}`);
  };
  if (answer.type === "opaqueredirect" || (answer.status >= 300 && answer.status < 400)) return no("to go elsewhere");
  const due = answer.ok ? dueFor(asked) : { json: Refusal };
  const most = "file" in due ? MOST.file : "json" in due ? MOST.json : MOST.nothing;
  const bytes = (await readWithin(answer, most)) ?? no("with more than there can be, or less than was said");
  const kind = answer.headers.get("content-type") ?? "";
  if ("nothing" in due && (answer.status !== 204 || bytes.length > 0)) no("instead of nothing");
  if ("file" in due && (bytes.length === 0 || !due.file.test(kind))) no(`with ${kind || "nothing"} instead of a file`);
  if ("json" in due && !isJson(due.json, kind, bytes)) no(`with ${kind || "nothing"} that is not in its shape`);
  const headers = new Headers(answer.headers);
  for (const name of ["content-encoding", "content-length", "transfer-encoding"]) headers.delete(name);
  const { status, statusText } = answer;
  return new Response(bytes.length > 0 ? bytes : null, { status, statusText, headers });
}

type Due = { nothing: true } | { file: RegExp } | { json: z.ZodType };

/** What has to come where the answer is yes. */
function dueFor({ method, url, accept }: Asked): Due {
  const { pathname, searchParams } = new URL(url);
  const [, service, path = ""] = /\/(rest|auth|storage)\/v1\/(.*)$/.exec(pathname) ?? [];
  if (service === "rest") {
    return { json: rowsShape(path, searchParams.get("select"), accept?.includes("pgrst.object") ?? false) };
  }
  if (service === "auth") return path === "logout" ? { nothing: true } : { json: AUTH[path] ?? z.looseObject({}) };
  if (method === "DELETE" || path.startsWith("object/list/")) return { json: LISTED };
  if (method !== "GET") return { json: STORED };
  return { file: KINDS[path.split("/")[1] ?? ""] ?? /^/ };
}

function isJson(shape: z.ZodType, kind: string, bytes: Uint8Array): boolean {
  if (!/^application\/([\w.]+\+)?json\b/.test(kind)) return false;
  try {
    return shape.safeParse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))).success;
  } catch {
    return false;
  }
}
