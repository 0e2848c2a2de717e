import { type Environment, readEnvironment } from "./env.ts";

/** Where this process keeps that it has begun: `next dev` loads everything here anew with an edit. */
const BEGUN = Symbol.for("flipdocs.begun");

/** Ends the process when its environment is wrong. Next would log the error and keep a port open that serves nobody. */
export async function boot(): Promise<void> {
  try {
    const environment = readEnvironment(process.env);
    if (BEGUN in globalThis) return;
    Object.assign(globalThis, { [BEGUN]: true });
    await begin(environment);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

/** Begins what a site wants to be told of its server; what it does not is not even loaded. */
async function begin({ METRICS_PORT, FLIPDOCS_RELEASE: release, ...traces }: Environment): Promise<void> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: share } = traces;
  if (endpoint) (await import("./tracing/start.ts")).startTracing({ release, endpoint, share });
  if (METRICS_PORT) await (await import("./metrics/serve.ts")).serveMetrics(METRICS_PORT, release);
}
