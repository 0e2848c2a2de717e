import { openTracing, type Service } from "@flipdocs/tracing/otlp";
import { traceRequests } from "./requests.ts";
import { traceWith } from "./tracing.ts";

/** How often what has ended is sent while the server leaves, in milliseconds: Next says to nobody when it goes. */
const LEAVING = 250;

/**
 * Begins to trace what the web server is asked, and what it asks the API.
 *
 * @param service - where spans are sent, and how many
 */
export function startTracing(service: Pick<Service, "release" | "endpoint" | "share">): void {
  const tell = (error: string | undefined) =>
    error === undefined
      ? console.info(JSON.stringify({ level: "info", message: "traces are sent again" }))
      : console.warn(JSON.stringify({ level: "warn", message: "traces cannot be sent", error }));
  const tracing = openTracing({ ...service, name: "flipdocs-web", tell });
  traceWith(tracing);
  traceRequests(tracing);
  process.once("SIGTERM", () => {
    void tracing.flush();
    setInterval(() => void tracing.flush(), LEAVING).unref();
  });
}
