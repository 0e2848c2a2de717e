import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { tracing } from "../tracing/tracing.ts";
import { createWebMetrics } from "./metrics.ts";
import { watchRequests } from "./watch.ts";

const PATH = "/metrics";

/** Asked every few seconds by the container itself, which says nothing about visitors. */
const UNCOUNTED = "/api/health";

/**
 * Counts what the web server is asked, and shows it to Prometheus on a port of its own: the proxy knows of none but the
 * web server's.
 *
 * @param port - where; 0 for a free one
 * @param release - what runs
 * @returns the server that shows them, listening
 * @throws when the port is taken
 */
export async function serveMetrics(port: number, release: string): Promise<Server> {
  const metrics = createWebMetrics(release, () => tracing()?.counts());
  const server = createServer(async ({ method, url }, answer) => {
    if (method !== "GET" || url !== PATH) return void answer.writeHead(404).end();
    answer.setHeader("content-type", metrics.registry.contentType);
    answer.end(await metrics.registry.metrics());
  });
  watchRequests(({ server: asked, route }) =>
    asked === server || route === UNCOUNTED ? () => undefined : metrics.request,
  );
  await once(server.listen(port), "listening");
  // Whoever looks at the web server does not keep it from leaving.
  return server.unref();
}
