import { z } from "zod";

const Series = z.object({
  metric: z.record(z.string(), z.string()),
  values: z.array(z.tuple([z.number(), z.string()])),
});
const Found = z.object({ data: z.object({ result: z.array(Series) }) });
/** One time series: its labels, and a number (as text, it may be NaN) at each second. */
export type Series = z.infer<typeof Series>;
/** From when to when, and how far apart, in seconds of Unix time. */
export interface Span {
  start: number;
  end: number;
  step: number;
}
const Targets = z.object({
  data: z.object({
    activeTargets: z.array(z.object({ labels: z.record(z.string(), z.string()), health: z.string() })),
  }),
});
const Rules = z.object({
  data: z.object({
    groups: z.array(
      z.object({ rules: z.array(z.object({ name: z.string(), query: z.string(), health: z.string() })) }),
    ),
  }),
});
const MINUTES = 10;

/** A running Prometheus. */
export function prometheusAt(url: string) {
  const ask = async <T>(shape: z.ZodType<T>, path: string, query: Record<string, string> = {}): Promise<T> => {
    const response = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(query)}`);
    const body = await response.text();
    if (!response.ok) throw new Error(`Prometheus refused ${JSON.stringify(query)}: ${body}`);
    return shape.parse(JSON.parse(body));
  };
  const range = async (expression: string, { start, end, step }: Span): Promise<Series[]> => {
    const query = expression.replaceAll("$__rate_interval", "1m");
    const span = { start: String(start), end: String(end), step: String(step) };
    return (await ask(Found, "query_range", { query, ...span })).data.result;
  };
  return {
    /** What Grafana draws of an expression. */
    range,
    /** How many numbers an expression gave within the last ten minutes; what is no number (0/0) does not count. */
    numbers: async (expression: string): Promise<number> => {
      const end = Date.now() / 1000;
      const result = await range(expression, { start: end - 60 * MINUTES, end, step: 2 });
      return result.flatMap(({ values }) => values).filter(([, value]) => Number.isFinite(Number(value))).length;
    },
    /** The targets as `<job> <health>`, sorted. */
    targets: async (): Promise<string[]> => {
      const { data } = await ask(Targets, "targets", { state: "active" });
      return data.activeTargets.map(({ labels, health }) => `${labels.job} ${health}`).sort();
    },
    rules: async () => (await ask(Rules, "rules")).data.groups.flatMap(({ rules }) => rules),
  };
}

/**
 * The time series that an expression reads: an alert that does not fire finds nothing, but what it looks at is there.
 *
 * @param expression PromQL
 * @returns its selectors, e.g. `up{job="api"}`
 */
export function selectors(expression: string): string[] {
  const found = expression.matchAll(/(?<![\w{"])([a-z]\w*_\w+|up)(\{[^}]*\})?(?![\w(])/g);
  return [...new Set([...found].map(([selector]) => selector))].filter((name) => !/_over_time$|_quantile$/.test(name));
}
