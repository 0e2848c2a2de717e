/// <reference lib="dom" />
/** Runs in the page: draws a graph into each `.graph`, from `globalThis.drawing` (see page.ts). */
import uPlot from "uplot";
import { colorOf, type Drawing, type Graph } from "./page.ts";
import { ticksOf, written } from "./unit.ts";

declare global {
  var drawing: Drawing;
}

const HEIGHT = 150;
const FONT = '11px "Liberation Sans", Arial, sans-serif';
const [TEXT, GRID, DEPLOY] = ["#57606a", "#e9ebee", "#3274d9"];
const AXIS = { font: FONT, stroke: TEXT, grid: { stroke: GRID, width: 1 }, ticks: { show: false } };

function options(graph: Graph, width: number): uPlot.Options {
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    padding: [16, 8, 0, 0],
    scales: { y: { range: (_, _min, max) => [0, max > 0 ? max * 1.08 : 1] } },
    axes: [
      { ...AXIS, size: 22, gap: 4, space: 90, values: (_, times) => times.map(clock) },
      {
        ...AXIS,
        size: 64,
        space: 22,
        incrs: ticksOf(graph.unit),
        values: (_, values) => values.map((value) => written(graph.unit, value)),
      },
    ],
    series: [{}, ...graph.lines.map(({ name }, index) => series(name, colorOf(index)))],
    hooks: { draw: [drawMarks] },
  };
}

const series = (label: string, stroke: string): uPlot.Series => ({
  label,
  stroke,
  width: 1.5,
  fill: `${stroke}14`,
  points: { show: false },
});

const clock = (time: number): string => new Date(time * 1000).toISOString().slice(11, 19);

/** A dashed line with its text at each deploy, as Grafana's annotations. */
function drawMarks(plot: uPlot): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  ctx.setLineDash([4, 4]);
  ctx.strokeStyle = ctx.fillStyle = DEPLOY;
  ctx.font = FONT.replace("11px", `${10 * devicePixelRatio}px`);
  for (const { time, text } of drawing.marks) {
    const x = plot.valToPos(time, "x", true);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.fillText(text, x, bbox.top - 4 * devicePixelRatio);
  }
  ctx.restore();
}

document.querySelectorAll<HTMLElement>(".graph").forEach((place, index) => {
  const graph = drawing.graphs[index];
  if (graph)
    new uPlot(options(graph, place.clientWidth), [drawing.times, ...graph.lines.map(({ values }) => values)], place);
});
