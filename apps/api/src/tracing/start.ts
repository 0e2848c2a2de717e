import type { Tracing } from "@flipdocs/tracing";
import type { Env } from "../env.ts";
import type { Log } from "../log.ts";
import { traceRedis } from "./redis.ts";

/**
 * Begins to trace, if there is somebody to send it to. Else nothing of it is even loaded.
 *
 * @param env where spans are sent, and how many
 * @param log is told when they cannot be sent, and when they can again
 * @returns how to make spans; undefined where none are wanted
 */
export async function startTracing(env: Env, log: Log): Promise<Tracing | undefined> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: share, FLIPDOCS_RELEASE: release } = env;
  if (endpoint === undefined) return undefined;
  const { openTracing } = await import("@flipdocs/tracing/otlp");
  const tell = (failure: string | undefined) =>
    failure === undefined ? log.info("traces are sent again") : log.warn("traces cannot be sent", { error: failure });
  traceRedis();
  return openTracing({ name: "flipdocs-api", release, endpoint, share, tell });
}
