import { Elysia } from "elysia";
import type { Services } from "../services.ts";
import { checkReadiness } from "./readiness.ts";

/**
 * Whether this replica lives and of which release it is, and whether it should be sent requests.
 *
 * @param services what is checked
 * @returns the routes /health and /ready
 */
export function healthRoutes(services: Services) {
  return new Elysia()
    .get("/health", () => ({ status: "ok", release: services.env.FLIPDOCS_RELEASE }))
    .get("/ready", async ({ set }) => {
      const readiness = await checkReadiness(services);
      set.status = readiness.status === "ready" ? 200 : 503;
      return readiness;
    });
}
