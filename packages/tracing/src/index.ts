export { tracingVariables } from "./settings.ts";
export { isOfProxy, type Parent, parentIn, TRACEPARENT } from "./traceparent.ts";
export type { SpanCounts, Tracing } from "./tracing.ts";
export {
  type Beginning,
  type Ending,
  SPAN_ENDS,
  SPANS_TOTAL,
  type Span,
  type SpanEnd,
  type SpanFacts,
  type SpanKind,
} from "./tracing.ts";
