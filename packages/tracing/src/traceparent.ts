/** The header of W3C's Trace Context, https://www.w3.org/TR/trace-context/; a job carries it as a field. */
export const TRACEPARENT = "traceparent";

/** Whoever caused a span, as it says itself. */
export interface Parent {
  traceId: string;
  spanId: string;
  /** Whether it is kept, so that what it causes has to be, too. */
  sampled: boolean;
}

const SHAPE = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

/**
 * Reads a traceparent.
 *
 * @param text the header's or the field's value
 * @returns who it names; undefined when there is none, or one that W3C's first version does not know
 */
export function parentIn(text: string | null | undefined): Parent | undefined {
  const [, traceId, spanId, flags = ""] = SHAPE.exec(text ?? "") ?? [];
  if (!traceId || !spanId) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/**
 * Says whether it is the proxy that names itself. It sends no spans: its id is the first half of the trace's, which is
 * the request's (nginx/snippets/forwarding.conf), and whoever it asks begins the trace.
 */
export const isOfProxy = ({ traceId, spanId }: Parent): boolean => traceId.startsWith(spanId);
