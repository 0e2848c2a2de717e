import { SPAN_ENDS, SPANS_TOTAL, type SpanCounts } from "@flipdocs/tracing";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** How making a book ended: `refused` is the file's fault (damaged, locked, too large), `failed` is ours. */
export type BookEnd = "made" | "refused" | "failed";

/** What Prometheus is told about this replica. */
export type Metrics = {
  registry: Registry;
  /** A request was answered: the route's pattern, never the address, or every book would be a time series. */
  request: (answer: { method: string; route: string; status: number; seconds: number }) => void;
  /** A book was made or not; `seconds` is how long making it took. */
  book: (end: BookEnd, seconds?: number) => void;
};

/** What is asked at each scrape. */
export type Scraped = {
  /** Jobs by state, of the one queue that all replicas share. */
  jobs: () => Promise<Record<string, number>>;
  /** Whether what the API depends on answers. */
  dependencies: () => Promise<Record<string, boolean>>;
  /** What has become of spans, where any are made. */
  spans?: (() => SpanCounts) | undefined;
};

// Reads take milliseconds, uploads seconds; 1 s is where alerts begin.
const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const BOOK_SECONDS = [0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const ENDS: BookEnd[] = ["made", "refused", "failed"];

/**
 * Makes the metrics of one replica.
 *
 * @param scraped what is asked at each scrape
 * @param release what runs, as in FLIPDOCS_RELEASE
 * @returns how to count, and the registry to show
 */
export function createMetrics(scraped: Scraped, release: string): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({ name: "flipdocs_release_info", help: "The release that runs.", labelNames: ["release"], registers }).set(
    { release },
    1,
  );
  askAtScrape("flipdocs_queue_jobs", "Jobs in the queue of books.", "state", scraped.jobs, registers);
  askAtScrape("flipdocs_dependency_up", "Whether it answers.", "dependency", scraped.dependencies, registers);
  countSpans(scraped.spans, registers);
  const requests = new Histogram({
    name: "flipdocs_http_request_duration_seconds",
    help: "Requests by route and status, and how long they took.",
    labelNames: ["method", "route", "status"],
    buckets: REQUEST_SECONDS,
    registers,
  });
  const books = new Counter({
    name: "flipdocs_books_total",
    help: "Books made, refused because of the file, and failed.",
    labelNames: ["end"],
    registers,
  });
  // From zero on, so that the first of a kind is an increase.
  for (const end of ENDS) books.inc({ end }, 0);
  const bookSeconds = new Histogram({
    name: "flipdocs_book_duration_seconds",
    help: "How long making a book took.",
    buckets: BOOK_SECONDS,
    registers,
  });
  return {
    registry,
    request: ({ method, route, status, seconds }) =>
      requests.observe({ method: METHODS.has(method) ? method : "other", route, status }, seconds),
    book: (end, seconds) => {
      books.inc({ end });
      if (seconds !== undefined) bookSeconds.observe(seconds);
    },
  };
}

type Answer = Record<string, number | boolean>;

/** A gauge whose values are asked for at each scrape; when there is no answer it has none, and the rest is shown. */
function askAtScrape(name: string, help: string, label: string, ask: () => Promise<Answer>, registers: Registry[]) {
  new Gauge({
    name,
    help,
    labelNames: [label],
    registers,
    async collect() {
      const answer = await ask().catch((): Answer => ({}));
      this.reset();
      for (const [value, number] of Object.entries(answer)) this.set({ [label]: value }, Number(number));
    },
  });
}

/** Nothing traced counts as well, as zero: so a rule that looks at it finds something. */
function countSpans(counts: Scraped["spans"], registers: Registry[]): void {
  new Counter({
    ...SPANS_TOTAL,
    registers,
    collect() {
      this.reset();
      const all = counts?.();
      for (const end of SPAN_ENDS) this.inc({ end }, all?.[end] ?? 0);
    },
  });
}
