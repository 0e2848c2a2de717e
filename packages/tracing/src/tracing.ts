export type SpanKind = "server" | "client" | "consumer" | "internal";

/**
 * All that a span may say of what it stands for, by OpenTelemetry's names where it has some. There is no place for an
 * address, a title or a word that somebody looks for: who sees traces is not who may read books.
 */
export interface SpanFacts {
  "http.request.method"?: string;
  /** The pattern, such as `/s/[token]`. */
  "http.route"?: string;
  "http.response.status_code"?: number;
  "db.system.name"?: "postgresql" | "redis";
  /** A table, a function or a command of ours. */
  "db.operation.name"?: string;
  /** The name of what was thrown, without its message. */
  "error.type"?: string;
  "flipdocs.pages.first"?: number;
  "flipdocs.pages.count"?: number;
}

export interface Beginning {
  kind: SpanKind;
  /** The traceparent of whoever caused it. Without one a trace begins. */
  parent?: string | null | undefined;
  facts?: SpanFacts;
}

export interface Ending {
  /** What it is called, where that was not known when it began. */
  name?: string;
  facts?: SpanFacts;
  failed?: boolean;
}

/** A piece of work that has begun; it is sent after its end, and never when that does not come. */
export interface Span {
  /** What tells others that it caused them. */
  traceparent: string;
  end(ending?: Ending): void;
}

/** What becomes of spans: dropped are those that came faster than they could be sent. */
export const SPAN_ENDS = ["sent", "failed", "dropped"] as const;
export type SpanEnd = (typeof SPAN_ENDS)[number];
export type SpanCounts = Record<SpanEnd, number>;

/** What Prometheus is told they are, by every service. */
export const SPANS_TOTAL = {
  name: "flipdocs_spans_total",
  help: "Spans of traces that were sent, that nobody took, and that came faster than they could be sent.",
  labelNames: ["end"],
} as const;

/** Makes spans, and sends them in the background. Nothing here ever throws, or waits for who takes them. */
export interface Tracing {
  begin(name: string, beginning: Beginning): Span;
  counts(): SpanCounts;
  /** Sends what has ended so far. */
  flush(): Promise<void>;
  /** The same, for the last time: resolves within two seconds, whatever becomes of them. */
  close(): Promise<void>;
}
