import { parentIn, TRACEPARENT, type Tracing } from "@flipdocs/tracing";
import { watchRequests } from "../metrics/watch.ts";

/** Files, which the proxy keeps. */
const UNTRACED = "/_next";

/**
 * Makes a span of each request that the proxy passes on, by its route's name. From then on its header names this span,
 * so that what a page asks of the API belongs to it.
 *
 * @param tracing - how spans are made
 * @returns how to stop
 */
export function traceRequests(tracing: Tracing): () => void {
  return watchRequests(({ request, route }) => {
    const parent = String(request.headers[TRACEPARENT] ?? "");
    if (route === UNTRACED || !parentIn(parent)) return () => undefined;
    const facts = { "http.request.method": request.method ?? "", "http.route": route };
    const span = tracing.begin(`${request.method} ${route}`, { kind: "server", parent, facts });
    request.headers[TRACEPARENT] = span.traceparent;
    return ({ status }) => span.end({ facts: { "http.response.status_code": status }, failed: status >= 500 });
  });
}
