import type { Panel } from "../panels.ts";

/** What a graph's numbers are, in Grafana's words. */
export type Unit = Panel["unit"];

const [SI, IEC] = [1000, 1024];
const PREFIXES: Record<number, string[]> = { [SI]: ["", "k", "M", "G", "T"], [IEC]: ["", "Ki", "Mi", "Gi", "Ti"] };

const WRITTEN: Record<Unit, (value: number) => string> = {
  short: (value) => scaled(value, SI, ""),
  reqps: (value) => `${digits(value)} req/s`,
  ops: (value) => `${digits(value)} ops/s`,
  percentunit: (value) => `${digits(value * 100)}%`,
  bytes: (value) => scaled(value, IEC, " ", "B"),
  Bps: (value) => scaled(value, SI, " ", "B/s"),
  s: (value) => duration(value),
};

/**
 * Writes a number as Grafana does.
 *
 * @param unit Grafana's name of the unit
 * @param value the number, in the unit's base: seconds, bytes, shares of one
 * @returns e.g. `12 ms`, `64 MiB`, `2.5 req/s`
 */
export const written = (unit: Unit, value: number): string => WRITTEN[unit](value);

/** How far apart ticks may be: powers of two where 1024 is a step, else what suits decimal numbers. */
export function ticksOf(unit: Unit): number[] {
  if (unit === "bytes") return Array.from({ length: 44 }, (_, exponent) => 2 ** exponent);
  const powers = Array.from({ length: 18 }, (_, index) => index - 6);
  return powers.flatMap((power) => [1, 2, 5].map((factor) => Number(`${factor}e${power}`)));
}

/** Three digits at most, three behind the point at most, and no zeros at the end. */
const digits = (value: number): string => String(Number(Number(value.toPrecision(3)).toFixed(3)));

function scaled(value: number, base: number, space: string, name = ""): string {
  const steps = PREFIXES[base] ?? [""];
  const step = value < base ? 0 : Math.min(Math.floor(Math.log(value) / Math.log(base)), steps.length - 1);
  return `${digits(value / base ** step)}${space}${steps[step]}${name}`;
}

function duration(seconds: number): string {
  if (seconds === 0) return "0 s";
  if (seconds < 0.001) return `${digits(seconds * 1e6)} µs`;
  return seconds < 1 ? `${digits(seconds * 1000)} ms` : `${digits(seconds)} s`;
}
