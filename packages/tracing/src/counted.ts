import type { SpanExporter, SpanProcessor } from "@opentelemetry/sdk-trace";
import type { SpanCounts } from "./tracing.ts";

/** As many spans as may wait to be sent; with a thousand bytes each they are two megabytes. */
export const MOST_WAITING = 2048;

// `ExportResultCode` of @opentelemetry/core.
const SUCCESS = 0;

/** What is counted of the spans of a process, and how many wait. */
export type Standing = SpanCounts & { waiting: number };

/**
 * Counts what becomes of the spans that are to be sent.
 *
 * @param exporter what sends them
 * @param standing where they are counted
 * @param tell is told when sending begins to fail, by the error's name, and when it works again
 */
export function countedExporter(
  exporter: SpanExporter,
  standing: Standing,
  tell: (failure: string | undefined) => void,
): SpanExporter {
  let failing = false;
  return {
    export: (spans, done) => {
      standing.waiting -= spans.length;
      exporter.export(spans, (result) => {
        const failed = result.code !== SUCCESS;
        standing[failed ? "failed" : "sent"] += spans.length;
        if (failed !== failing) tell(failed ? (result.error?.name ?? "Error") : undefined);
        failing = failed;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}

/**
 * Keeps no more than `MOST_WAITING` spans, and counts the others: the SDK's own queue only drops them.
 *
 * @param queue where those wait that are to be sent; it must have room for as many
 * @param standing where they are counted
 */
export function countedProcessor(queue: SpanProcessor, standing: Standing): SpanProcessor {
  return {
    onStart: (span, context) => queue.onStart(span, context),
    onEnd: (span) => {
      const sampled = (span.spanContext().traceFlags & 1) === 1;
      if (!sampled) return;
      if (standing.waiting >= MOST_WAITING) {
        standing.dropped += 1;
        return;
      }
      standing.waiting += 1;
      queue.onEnd(span);
    },
    forceFlush: () => queue.forceFlush(),
    shutdown: () => queue.shutdown(),
  };
}
