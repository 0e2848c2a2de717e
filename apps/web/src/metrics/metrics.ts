import { SPAN_ENDS, SPANS_TOTAL, type SpanCounts } from "@flipdocs/tracing";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** An answer of the web server's: the route's name, never the address. */
export interface Answered {
  method: string;
  route: string;
  /** 499, as nginx has it, where the visitor left before the end. */
  status: number;
  seconds: number;
}

/** What Prometheus is told about this replica of the web server. */
export interface WebMetrics {
  registry: Registry;
  request(answered: Answered): void;
}

// As the API's: a page waits a second at most for it.
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * Makes the metrics of one replica.
 *
 * @param release - what runs, as in FLIPDOCS_RELEASE
 * @param spans - what has become of spans; undefined where none are made
 * @returns how to count, and the registry to show
 */
export function createWebMetrics(release: string, spans: () => SpanCounts | undefined): WebMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({ name: "flipdocs_release_info", help: "The release that runs.", labelNames: ["release"], registers }).set(
    { release },
    1,
  );
  new Counter({
    ...SPANS_TOTAL,
    registers,
    collect() {
      this.reset();
      // From zero on, so that the first of a kind is an increase.
      for (const end of SPAN_ENDS) this.inc({ end }, spans()?.[end] ?? 0);
    },
  });
  const requests = new Histogram({
    name: "flipdocs_web_request_duration_seconds",
    help: "Requests to the web server by route and status, and how long they took.",
    labelNames: ["method", "route", "status"],
    buckets: SECONDS,
    registers,
  });
  // From zero on as well: errors are looked for where there have been none yet.
  requests.zero({ method: "GET", route: "/", status: 500 });
  return {
    registry,
    request: ({ method, route, status, seconds }) =>
      requests.observe({ method: METHODS.has(method) ? method : "other", route, status }, seconds),
  };
}
