import { Elysia, type InternalRoute } from "elysia";
import { accountRoutes } from "./account/routes.ts";
import { authRoutes } from "./auth/routes.ts";
import { bookRoutes } from "./books/routes.ts";
import { MOST_UPLOAD_BYTES, tooLarge } from "./books/upload.ts";
import { healthRoutes } from "./health/routes.ts";
import { describe } from "./log.ts";
import { metricsRoutes } from "./metrics/routes.ts";
import { openapiRoutes } from "./openapi/routes.ts";
import { pageRoutes } from "./pages/routes.ts";
import { problemFromError } from "./problems/from-error.ts";
import { backWith, landingOf } from "./requests/landing.ts";
import { noRoute } from "./requests/methods.ts";
import { refuseForeignOrigin } from "./requests/origin.ts";
import { UNLOGGED } from "./requests/probes.ts";
import { refuseUnkeepable } from "./requests/text.ts";
import { traceOf } from "./requests/trace.ts";
import { resetRoutes } from "./reset/routes.ts";
import { searchRoutes } from "./search/routes.ts";
import type { Services } from "./services.ts";
import { sharingRoutes } from "./sharing/routes.ts";
import { withoutToken } from "./sharing/token.ts";
import { visitingRoutes } from "./sharing/visiting.ts";
import { tracedRequests } from "./tracing/requests.ts";

/**
 * Puts the routes together, with what every request goes through.
 *
 * @param services what the routes need
 * @returns the app, not yet listening
 */
export function createApp(services: Services) {
  const { env, log } = services;
  const routes = (): InternalRoute[] => app.routes;
  // Bun cuts off what exceeds its limit and gives no reason: it is the last line, ours speaks before.
  const app = new Elysia({ serve: { maxRequestBodySize: 2 * MOST_UPLOAD_BYTES, idleTimeout: 60 } })
    .onRequest(({ request, set }) => {
      set.headers["x-request-id"] = traceOf(request).id;
      set.headers["cache-control"] = "no-store";
      refuseForeignOrigin(request, env.PUBLIC_ORIGIN);
      if (Number(request.headers.get("content-length")) > MOST_UPLOAD_BYTES) throw tooLarge();
    })
    .onError(({ code, error, request, set, path }) => {
      const problem = code === "NOT_FOUND" ? noRoute(routes(), path) : problemFromError(code, error);
      set.status = problem.status;
      const { id } = traceOf(request);
      if (problem.status >= 500) log.error("request failed", { requestId: id, error: describe(problem) });
      const landing = landingOf(request);
      const response = landing ? landed(backWith(landing.back, problem.kind)) : problem.toResponse();
      response.headers.set("x-request-id", id);
      return response;
    })
    .onTransform({ as: "global" }, ({ body, query, params }) => refuseUnkeepable({ body, query, params }))
    .onAfterHandle({ as: "global" }, ({ request, set }) => {
      const landing = landingOf(request);
      if (!landing) return;
      set.status = 303;
      set.headers.location = landing.next;
      return "";
    })
    .onAfterResponse({ as: "global" }, ({ request, set, responseValue }) => {
      const path = new URL(request.url).pathname;
      if (UNLOGGED.has(path)) return;
      const { id, started } = traceOf(request);
      const status = responseValue instanceof Response ? responseValue.status : set.status;
      const ms = Math.round(performance.now() - started);
      const facts = { method: request.method, path: withoutToken(path), status: Number(status ?? 200), ms };
      log.info("request", { requestId: id, ...facts });
    })
    .use(tracedRequests(services.tracing))
    .use(metricsRoutes(services))
    .use(healthRoutes(services))
    .use(authRoutes(services))
    .use(resetRoutes(services))
    .use(accountRoutes(services))
    .use(bookRoutes(services))
    .use(pageRoutes(services))
    .use(searchRoutes(services))
    .use(sharingRoutes(services))
    .use(visitingRoutes(services))
    .use(openapiRoutes(services, routes));
  return app;
}

const landed = (location: string): Response =>
  new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
