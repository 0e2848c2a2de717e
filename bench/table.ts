import type { Measured } from "./measure.ts";

/** A column: what was measured, or why nothing could be. */
export type Column = Measured | { readonly name: string; readonly missing: string };

/** How both apps are built, as the table says it; ours always by one call. */
const builds: Readonly<Record<string, string>> = {
  inTurn: "both apps, the guide's one after the other",
  atOnce: "both apps, all at once",
};

const isMissing = (column: Column): column is Exclude<Column, Measured> => "missing" in column;

/**
 * The results as one Markdown table. The first column is what the others are compared with.
 *
 * @returns seconds and, in brackets, the share of the first column's seconds
 */
export function table([first, ...others]: readonly [Measured, ...Column[]]): string {
  const measured = others.filter((column): column is Measured => !isMissing(column));
  const header = ["", first.name, ...others.map(({ name }) => name)];
  const times = Object.entries(first.times).flatMap(([row, apps]) =>
    Object.entries(apps).map(([app, base]) => [
      `${row}: ${builds[app] ?? `build ${app}`}`,
      `${base.toFixed(2)} s`,
      ...others.map((column) => (isMissing(column) ? "no engine" : share(column.times[row]?.[app], base))),
    ]),
  );
  const weights = (["web", "api"] as const).flatMap((app) => [
    [`image ${app}`, ...cells(first, others, ({ megabytes }) => `${megabytes[app].toFixed(0)} MB`)],
    [`moved by one line in ${app}, gzip`, ...cells(first, others, ({ moved }) => `${moved[app].toFixed(2)} MB`)],
  ]);
  const lines = [header, header.map(() => "---"), ...times, ...weights].map((row) => `| ${row.join(" | ")} |`);
  const notes = others.filter(isMissing).map(({ name, missing }) => `${name}: no engine: ${missing}`);
  return [...lines, ...(notes.length > 0 ? ["", ...notes] : []), ...(measured.length === 0 ? [] : [""])].join("\n");
}

function cells(first: Measured, others: readonly Column[], text: (column: Measured) => string): string[] {
  return [text(first), ...others.map((column) => (isMissing(column) ? "no engine" : text(column)))];
}

function share(time: number | undefined, base: number): string {
  if (time === undefined) return "–";
  return `${time.toFixed(2)} s (${(time / base).toFixed(2)})`;
}
