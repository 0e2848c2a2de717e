import { z } from "zod";

type Handler = (request: Request) => Promise<Response>;

const Signed = z.object({ signedUrl: z.string() });
const Asked = z.looseObject({ prefix: z.string() });
const Listed = z.array(z.looseObject({ name: z.string() }));

/**
 * Mends three things in Lite's storage that supabase-js relies on: addresses of signed URLs (Lite gives a path that
 * the client then prefixes again), byte ranges, and lists of a folder (Lite's go down to the last file). Not mended: upload bytes, not Blobs; Lite takes no Blob.
 *
 * @param handle Lite's own request handler
 * @returns a handler that answers as Supabase's storage does
 */
export function mendStorage(handle: Handler): Handler {
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith("/storage/v1/object/")) return handle(request);
    if (request.method === "POST" && pathname.startsWith("/storage/v1/object/list/")) return listed(request, handle);
    const response = await handle(request);
    if (request.method === "POST" && pathname.startsWith("/storage/v1/object/sign/")) return asSigned(response);
    const range = request.method === "GET" ? request.headers.get("range") : null;
    return range ? asRange(response, range) : response;
  };
}

async function asSigned(response: Response): Promise<Response> {
  const answer: unknown = await response.clone().json();
  const signed = Signed.safeParse(answer);
  if (!signed.success) return response;
  return Response.json({ signedURL: signed.data.signedUrl.replace(/^\/storage\/v1/, "") });
}

/** One level of a folder: files by their names in it, and folders, which have no id, by theirs. */
async function listed(request: Request, handle: Handler): Promise<Response> {
  const asked = Asked.parse(await request.json());
  const prefix = asked.prefix === "" ? "" : `${asked.prefix.replace(/\/$/, "")}/`;
  const headers = new Headers(request.headers);
  headers.delete("content-length");
  const body = JSON.stringify({ ...asked, prefix });
  const response = await handle(new Request(request.url, { method: "POST", headers, body }));
  const files = Listed.safeParse(await response.clone().json());
  if (!files.success) return response;
  const entries = new Map(
    files.data.map((file) => {
      const [name = "", ...deeper] = file.name.slice(prefix.length).split("/");
      return [name, deeper.length > 0 ? { name, id: null, metadata: null } : { ...file, name }];
    }),
  );
  return Response.json([...entries.values()]);
}

async function asRange(response: Response, range: string): Promise<Response> {
  const [, first = "", last = ""] = /^bytes=(\d+-\d*|-\d+)$/.exec(range)?.[1]?.match(/^(\d*)-(\d*)$/) ?? [];
  if (response.status !== 200 || first + last === "") return response;
  const bytes = await response.bytes();
  const from = first === "" ? Math.max(0, bytes.length - Number(last)) : Number(first);
  const to = Math.min(first && last ? Number(last) : Infinity, bytes.length - 1);
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  headers.set("content-range", from > to ? `bytes */${bytes.length}` : `bytes ${from}-${to}/${bytes.length}`);
  if (from > to) return new Response(null, { status: 416, headers });
  return new Response(bytes.subarray(from, to + 1), { status: 206, headers });
}
