import type { Series, Span } from "../../test/prometheus.ts";

/** One line of a graph: a value at each of the graph's times, null where there is none. */
export interface Line {
  name: string;
  values: (number | null)[];
}

/** A moment that all graphs show, such as a deploy. */
export interface Mark {
  time: number;
  text: string;
}

/** The seconds at which Prometheus answers for a span, both ends included. */
export function timesOf({ start, end, step }: Span): number[] {
  return Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, index) => start + index * step);
}

/**
 * Makes lines of what Prometheus found for one query.
 *
 * @param legend the name of each line, with `{{label}}` in it, as Grafana has it
 * @param found the time series
 * @param span what was asked for
 * @returns a line for each time series, by name; what is no number (0/0) is a gap
 */
export function linesOf(legend: string, found: Series[], span: Span): Line[] {
  const times = timesOf(span);
  const lines = found.map(({ metric, values }) => {
    const at = new Map(values.map(([time, value]) => [Math.round((time - span.start) / span.step), Number(value)]));
    return { name: named(legend, metric), values: times.map((_, index) => finite(at.get(index))) };
  });
  return lines.sort((one, other) => one.name.localeCompare(other.name));
}

/**
 * Makes marks of what Prometheus found for an annotation's query: one where a series begins, or begins again.
 *
 * @param title the text at each mark, with `{{label}}` in it
 * @param found the time series
 * @param span what was asked for
 */
export function marksOf(title: string, found: Series[], span: Span): Mark[] {
  const marks = found.flatMap(({ metric, values }) =>
    values
      .filter(([time], index) => time - (values[index - 1]?.[0] ?? Number.NEGATIVE_INFINITY) > span.step)
      .map(([time]) => ({ time, text: named(title, metric) })),
  );
  return marks.sort((one, other) => one.time - other.time);
}

/** The last number of a line, which its legend shows. */
export const lastOf = ({ values }: Line): number | null => values.findLast((value) => value !== null) ?? null;

const named = (template: string, labels: Record<string, string>): string =>
  template.replace(/\{\{(\w+)\}\}/g, (_, label: string) => labels[label] ?? "");

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;
