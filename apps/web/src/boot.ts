import { readEnvironment } from "./env.ts";

/** Where this process keeps that it has begun: `next dev` loads everything here anew with an edit. */
const BEGUN = Symbol.for("flipdocs.begun");

/** Ends the process when its environment is wrong. Next would log the error and keep a port open that serves nobody. */
export async function boot(): Promise<void> {
  try {
    const { METRICS_PORT, FLIPDOCS_RELEASE } = readEnvironment(process.env);
    if (BEGUN in globalThis) return;
    Object.assign(globalThis, { [BEGUN]: true });
    if (METRICS_PORT) await (await import("./metrics/serve.ts")).serveMetrics(METRICS_PORT, FLIPDOCS_RELEASE);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
