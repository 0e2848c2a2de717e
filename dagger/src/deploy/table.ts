import { EXIT, Refusal } from "./refusal.js";

/** How a command answers: for a person, or for a program. */
export type Format = "table" | "json";

/** Reads what `--format` says. */
export function formatOf(text: string): Format {
  if (text === "table" || text === "json") return text;
  throw new Refusal(EXIT.refused, `--format ${text}: there is no such format.`, "Say table, or json.");
}

/**
 * Rows as a table that a person reads at once, or as JSON.
 *
 * @param columns the keys of the rows, in order; they are the headings, too
 */
export function table<T extends object>(
  rows: readonly T[],
  columns: readonly (keyof T & string)[],
  format: Format,
): string {
  if (format === "json") return JSON.stringify(rows, null, 2);
  const cells = [
    columns.map((name) => name.toUpperCase()),
    ...rows.map((row) => columns.map((name) => cell(row[name]))),
  ];
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const cell = (value: unknown): string =>
  value === undefined || value === null || value === ""
    ? "-"
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);

/** A moment as a person reads it, in UTC: `2026-11-26 20:14`. */
export const moment = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ");
