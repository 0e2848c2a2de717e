import { type Span, TRACEPARENT, type Tracing } from "@flipdocs/tracing";
import { within } from "@flipdocs/tracing/current";
import { Elysia } from "elysia";
import { UNLOGGED } from "../requests/probes.ts";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * Makes a span of each request, named by its route's pattern: never the address, which may have a link's token in it.
 *
 * @param tracing how spans are made; without it requests are left alone
 * @returns what the app uses before its routes
 */
export function tracedRequests(tracing: Tracing | undefined) {
  const app = new Elysia({ name: "traced-requests" });
  if (!tracing) return app;
  const spans = new WeakMap<Request, Span>();
  return app
    .wrap((handle) => (request: Request, ...rest: unknown[]) => {
      if (UNLOGGED.has(new URL(request.url).pathname)) return handle(request, ...rest);
      const span = tracing.begin("request", { kind: "server", parent: request.headers.get(TRACEPARENT) });
      spans.set(request, span);
      return within(tracing, span, () => handle(request, ...rest));
    })
    .onAfterResponse({ as: "global" }, ({ request, route, set, responseValue }) => {
      const status = responseValue instanceof Response ? responseValue.status : Number(set.status ?? 200);
      const method = METHODS.has(request.method) ? request.method : "_OTHER";
      spans.get(request)?.end({
        name: `${method} ${route || "none"}`,
        facts: { "http.request.method": method, "http.route": route || "none", "http.response.status_code": status },
        failed: status >= 500,
      });
    });
}
