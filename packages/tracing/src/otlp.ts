import { setTimeout as sleep } from "node:timers/promises";
import { type Context, SpanKind as OtelKind, ROOT_CONTEXT, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  RandomIdGenerator,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { countedExporter, countedProcessor, MOST_WAITING, type Standing } from "./counted.ts";
import { isOfProxy, parentIn } from "./traceparent.ts";
import type { Beginning, Ending, SpanKind, Tracing } from "./tracing.ts";

/** What is traced, and where it is sent. */
export interface Service {
  /** Its name, unless OTEL_SERVICE_NAME has another. */
  name: string;
  release: string;
  /** As in OTEL_EXPORTER_OTLP_ENDPOINT. */
  endpoint: string;
  /** As in OTEL_TRACES_SAMPLER_ARG. */
  share: number;
  /** Is told when sending begins to fail, by the error's name, and when it works again. */
  tell: (failure: string | undefined) => void;
}

const KINDS = {
  server: OtelKind.SERVER,
  client: OtelKind.CLIENT,
  consumer: OtelKind.CONSUMER,
  internal: OtelKind.INTERNAL,
} satisfies Record<SpanKind, OtelKind>;

/** How long leaving waits for the last spans, in milliseconds. */
const LAST = 2000;

/**
 * Opens the way of spans to where they are collected. It is OpenTelemetry's SDK, and nobody's but ours: were it
 * registered for all, Next would send spans of its own, and these have whole addresses in them.
 *
 * @param service whose spans they are
 * @returns how to make spans
 */
export function openTracing({ name, release, endpoint, share, tell }: Service): Tracing {
  const standing: Standing = { sent: 0, failed: 0, dropped: 0, waiting: 0 };
  // Headers and patience are the exporter's to read of its environment.
  const sender = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, "")}/v1/traces` });
  const exporter = countedExporter(sender, standing, tell);
  const queue = new BatchSpanProcessor({ exporter, maxQueueSize: MOST_WAITING });
  const own = resourceFromAttributes({ "service.name": name, "service.version": release });
  const ids = givenIds();
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(own)
      .merge(detectResources({ detectors: [envDetector] })),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [countedProcessor(queue, standing)],
    idGenerator: ids,
  });
  const tracer = provider.getTracer("flipdocs", release);
  const quietly = (sending: Promise<void>) => sending.catch(() => undefined);
  return {
    begin(spanName, beginning) {
      const { kind, facts = {} } = beginning;
      const context = ids.during(beginning);
      const span = tracer.startSpan(spanName, { kind: KINDS[kind], attributes: { ...facts } }, context);
      const { traceId, spanId, traceFlags } = span.spanContext();
      const traceparent = `00-${traceId}-${spanId}-${traceFlags & 1 ? "01" : "00"}`;
      return { traceparent, end: (ending) => end(span, ending) };
    },
    counts: () => ({ sent: standing.sent, failed: standing.failed, dropped: standing.dropped }),
    flush: () => quietly(provider.forceFlush({ timeoutMillis: LAST })),
    close: () => Promise.race([quietly(provider.shutdown()), sleep(LAST, undefined, { ref: false })]),
  };
}

function end(span: ReturnType<ReturnType<TracerProvider["getTracer"]>["startSpan"]>, ending: Ending = {}): void {
  if (ending.name !== undefined) span.updateName(ending.name);
  if (ending.facts) span.setAttributes({ ...ending.facts });
  if (ending.failed) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

/** Ids as the SDK makes them, but that a trace which the proxy has numbered keeps its number: both logs have it. */
function givenIds() {
  const random = new RandomIdGenerator();
  let given: string | undefined;
  return {
    generateSpanId: () => random.generateSpanId(),
    generateTraceId: () => {
      const id = given ?? random.generateTraceId();
      given = undefined;
      return id;
    },
    /** In which context a span begins. The next trace that begins has the proxy's id, if it gave one. */
    during({ kind, parent: text }: Beginning): Context {
      const parent = parentIn(text);
      given = parent && isOfProxy(parent) ? parent.traceId : undefined;
      if (!parent || given) return ROOT_CONTEXT;
      const { traceId, spanId, sampled } = parent;
      const isRemote = kind === "server" || kind === "consumer";
      return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: sampled ? 1 : 0, isRemote });
    },
  };
}
