import { PDF_LIMITS } from "@flipdocs/contract";
import { z } from "zod";
import { readWithin } from "./read-within.ts";
import { rowsShape } from "./rows.ts";

/** What somebody in Supabase's place has answered: a captive portal, a gateway's page, nothing, or half of something. */
export class NotSupabase extends Error {
  override readonly name = "NotSupabase";
}

/** What was asked for, as far as it says what may be answered. */
export type Asked = { method: string; url: string; accept: string | null; prefer: string | null };

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
  if ("nothing" in due && !(due.nothing.includes(answer.status) && bytes.length === 0)) no("instead of nothing");
  if ("file" in due && (bytes.length === 0 || !due.file.test(kind))) no(`with ${kind || "nothing"} instead of a file`);
  if ("json" in due && !isJson(due.json, kind, bytes)) no(`with ${kind || "nothing"} that is not in its shape`);
  const headers = new Headers(answer.headers);
  for (const name of ["content-encoding", "content-length", "transfer-encoding"]) headers.delete(name);
  const { status, statusText } = answer;
  return new Response(bytes.length > 0 ? bytes : null, { status, statusText, headers });
}

/** JSON in a shape, a file of a kind, or nothing, which has its own statuses. */
type Due = { json: z.ZodType } | { file: RegExp } | { nothing: number[] };

const Any = z.union([z.looseObject({}), z.array(z.json())]);

/** What has to come where the answer is yes. */
function dueFor(asked: Asked): Due {
  const { pathname, searchParams } = new URL(asked.url);
  const [, service, path = ""] = /\/(rest|auth|storage)\/v1\/(.*)$/.exec(pathname) ?? [];
  if (service === "rest") return rowsDue(asked, path, searchParams.get("select"));
  if (service === "storage") return filesDue(asked.method, path);
  return path === "logout" ? { nothing: [204] } : { json: AUTH[path] ?? z.looseObject({}) };
}

function rowsDue({ method, accept, prefer }: Asked, path: string, select: string | null): Due {
  // A change that does not ask for what it has changed.
  if (method !== "GET" && !path.startsWith("rpc/") && !prefer?.includes("return=representation"))
    return { nothing: [201, 204] };
  return { json: rowsShape(path, select, accept?.includes("pgrst.object") ?? false) };
}

function filesDue(method: string, path: string): Due {
  const [first = "", second = ""] = path.split("/");
  if (method === "HEAD") return { nothing: [200] };
  if (method === "DELETE" || second === "list") return { json: LISTED };
  if (method !== "GET") return { json: first === "object" && Object.hasOwn(KINDS, second) ? STORED : Any };
  if (second === "info") return { json: z.looseObject({}) };
  const bucket = path.split("/").find((part) => Object.hasOwn(KINDS, part));
  return { file: (bucket && KINDS[bucket]) || /^/ };
}

function isJson(shape: z.ZodType, kind: string, bytes: Uint8Array): boolean {
  if (!/^application\/([\w.]+\+)?json\b/.test(kind)) return false;
  try {
    return shape.safeParse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))).success;
  } catch {
    return false;
  }
}
