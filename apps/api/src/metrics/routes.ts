import { Elysia } from "elysia";
import { traceOf } from "../requests/trace.ts";
import type { Services } from "../services.ts";

const PATH = "/metrics";

/**
 * Counts every request, and shows what was counted at /metrics. Prometheus asks on the API's own port: the proxy
 * lets nobody through to it.
 *
 * @param services where is counted
 * @returns the route /metrics
 */
export function metricsRoutes({ metrics }: Pick<Services, "metrics">) {
  return new Elysia()
    .onAfterResponse({ as: "global" }, ({ request, route, set, responseValue }) => {
      if (route === PATH) return;
      const status = responseValue instanceof Response ? responseValue.status : Number(set.status ?? 200);
      const seconds = (performance.now() - traceOf(request).started) / 1000;
      metrics.request({ method: request.method, route: route || "none", status, seconds });
    })
    .get(PATH, ({ set }) => {
      set.headers["content-type"] = metrics.registry.contentType;
      return metrics.registry.metrics();
    });
}
