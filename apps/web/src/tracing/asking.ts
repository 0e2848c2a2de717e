import { apiRoute } from "./api-route.ts";
import { tracing } from "./tracing.ts";

/**
 * Asks the API on behalf of a request, as a span of its own.
 *
 * @param method - of what is asked
 * @param path - as it is sent
 * @param parent - the traceparent of the request
 * @param ask - asks, with the traceparent that the API is to see
 * @returns the answer, whose body may still be coming
 * @throws what `ask` rejects with
 */
export async function tracedAsk(
  method: string,
  path: string,
  parent: string | undefined,
  ask: (traceparent: string | undefined) => Promise<Response>,
): Promise<Response> {
  const route = apiRoute(path);
  const facts = { "http.request.method": method, "http.route": route };
  const span = tracing()?.begin(`${method} ${route}`, { kind: "client", parent, facts });
  try {
    const answer = await ask(span?.traceparent ?? parent);
    span?.end({ facts: { "http.response.status_code": answer.status }, failed: answer.status >= 500 });
    return answer;
  } catch (error) {
    span?.end({ failed: true, facts: { "error.type": error instanceof Error ? error.name : "unknown" } });
    throw error;
  }
}
