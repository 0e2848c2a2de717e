import { createHash } from "node:crypto";
import { Elysia } from "elysia";
import { isKnown } from "../requests/known.ts";
import type { Services } from "../services.ts";
import { describeApi, type Route } from "./document.ts";
import { operations } from "./operations.ts";

/**
 * What this API is, for programs.
 *
 * @param services which release it is of
 * @param routes all routes of the app; asked for once it is complete
 * @returns the route /v1/openapi.json
 */
export function openapiRoutes({ env }: Pick<Services, "env">, routes: () => readonly Route[]) {
  const write = () => {
    const text = JSON.stringify(describeApi(routes(), operations, env.FLIPDOCS_RELEASE));
    return { text, etag: `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"` };
  };
  let written: ReturnType<typeof write> | undefined;
  return new Elysia().get("/v1/openapi.json", ({ request }) => {
    written ??= write();
    const headers = { etag: written.etag, "cache-control": "public, no-cache" };
    if (isKnown(request.headers.get("if-none-match"), written.etag))
      return new Response(null, { status: 304, headers });
    return new Response(written.text, { headers: { ...headers, "content-type": "application/json" } });
  });
}
