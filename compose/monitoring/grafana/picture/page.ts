import { type Line, lastOf, type Mark } from "./graph.ts";
import { type Unit, written } from "./unit.ts";

/** One panel with what is drawn in it; its place is among the 24 columns of Grafana's grid. */
export interface Graph {
  title: string;
  unit: Unit;
  place: { x: number; w: number };
  lines: Line[];
}

/** One dashboard with all that its picture shows. */
export interface Drawing {
  title: string;
  times: number[];
  graphs: Graph[];
  marks: Mark[];
}

/** Grafana's classic palette, in its order. */
export const COLORS = ["#7eb26d", "#eab839", "#1f78c1", "#ef843c", "#e24d42", "#ba43a9", "#705da0", "#508642"];
export const colorOf = (index: number): string => COLORS[index % COLORS.length] ?? "";

const STYLE = `
body { margin: 0; padding: 14px; width: 1000px; background: #f4f5f5; color: #24292e; font: 12px "Liberation Sans", Arial, sans-serif; }
header { display: flex; justify-content: space-between; align-items: baseline; margin: 0 2px 12px; }
h1 { margin: 0; font-size: 18px; }
main { display: grid; grid-template-columns: repeat(24, 1fr); gap: 8px; }
section { display: flex; flex-direction: column; min-width: 0; padding: 8px 10px; background: #fff; border: 1px solid #dcdfe3; border-radius: 2px; }
h2 { margin: 0 0 6px; font-size: 13px; }
ul { display: flex; flex-wrap: wrap; gap: 2px 14px; margin: 4px 0 0; padding: 0; list-style: none; font-size: 11px; }
li::before { content: ""; display: inline-block; width: 14px; height: 3px; margin: 0 5px 3px 0; border-radius: 1px; background: var(--color); }
ul:empty::after { content: "no data"; }
b { font-weight: normal; color: #6e7681; }
footer { margin: 10px 2px 0; color: #6e7681; font-size: 10.5px; }
`;

/**
 * Makes the page whose picture is taken.
 *
 * @param drawing the dashboard
 * @param note the small print under it
 * @param parts uPlot's style, and the script that draws (draw.ts)
 * @returns HTML that needs nothing from elsewhere
 */
export function pageOf(drawing: Drawing, note: string, { style, script }: { style: string; script: string }): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(drawing.title)}</title>
<style>${style}${STYLE}</style>
<header><h1>${escaped(drawing.title)}</h1><span>${escaped(spanOf(drawing.times))}</span></header>
<main>${drawing.graphs.map(section).join("\n")}</main>
<footer>${escaped(note)}</footer>
<script>globalThis.drawing = ${JSON.stringify(drawing).replaceAll("<", "\\u003c")}</script>
<script>${script}</script></html>`;
}

function section({ title, unit, place, lines }: Graph): string {
  return `<section style="grid-column: ${place.x + 1} / span ${place.w}"><h2>${escaped(title)}</h2><div class="graph"></div>
<ul>${lines.map((line, index) => legend(line, unit, index)).join("")}</ul></section>`;
}

function legend(line: Line, unit: Unit, index: number): string {
  const last = lastOf(line);
  const value = last === null ? "no data" : written(unit, last);
  return `<li style="--color: ${colorOf(index)}">${escaped(line.name)} <b>${escaped(value)}</b></li>`;
}

function spanOf(times: number[]): string {
  const [from, to] = [times.at(0) ?? 0, times.at(-1) ?? 0].map((time) => new Date(time * 1000).toISOString());
  return `${from?.slice(0, 10)}, ${from?.slice(11, 19)} to ${to?.slice(11, 19)} UTC`;
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);
