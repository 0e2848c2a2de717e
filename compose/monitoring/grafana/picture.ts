/**
 * Takes a picture of each dashboard, with what real Prometheus says of a stack that runs for some minutes:
 * `bun compose/monitoring/grafana/picture.ts [folder]`, else into docs. Grafana itself is not in it: its image is not
 * to be had everywhere. The browser is that of the development tests (CHROMIUM_PATH names another).
 */
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser } from "playwright-core";
import sharp from "sharp";
import { openBrowser } from "../../dev/browser.ts";
import { prometheusAt, type Span } from "../test/prometheus.ts";
import { type WatchedStack, watchedStack } from "../test/stack.ts";
import { grafanaDashboard } from "./dashboard.ts";
import { type Dashboard, dashboards } from "./panels.ts";
import { linesOf, marksOf, timesOf } from "./picture/graph.ts";
import { type Drawing, pageOf } from "./picture/page.ts";
import { traffic } from "./picture/traffic.ts";

const NOTE =
  "Drawn by compose/monitoring/grafana/picture.ts, not by Grafana: the numbers are Prometheus' answers to the " +
  "queries of the dashboard that Grafana is provisioned with, on the development stack.";
const [BEFORE_SECONDS, AFTER_SECONDS, STEP_SECONDS] = [90, 90, 1];
const folder = resolve(process.argv[2] ?? join(import.meta.dirname, "../../../docs"));

const TWO = ["--scale", "api=2"];
const [BEFORE, NEXT] = ["v1.4.0", "v1.5.0"];

/** Starts a release; the readers are on it until the next one has run for a while, too. */
async function readAndDeploy({ copy, up }: WatchedStack): Promise<Span> {
  const variables = "      SAMPLE_BOOK:";
  await copy.edit("compose/dev.yml", variables, `      FLIPDOCS_RELEASE: ${BEFORE}\n${variables}`);
  await up(...TWO);
  // As in production, where Redis has a limit.
  await copy.dev("exec", "-T", "redis", "redis-cli", "config", "set", "maxmemory", "64mb");
  const addresses = { site: await copy.address("proxy", 8080), api: await copy.address("api", 3001) };
  const start = Math.floor(Date.now() / 1000);
  const readers = traffic(addresses, BEFORE_SECONDS + AFTER_SECONDS);
  await sleep(BEFORE_SECONDS * 1000);
  await copy.edit("compose/dev.yml", BEFORE, NEXT);
  // The API alone: the proxy would come back on another port.
  await Promise.all([readers, copy.dev("up", "--no-deps", ...TWO, "api")]);
  return { start, end: Math.floor(Date.now() / 1000), step: STEP_SECONDS };
}

type Prometheus = ReturnType<typeof prometheusAt>;

/** Asks for everything that Grafana would ask for. */
async function answered({ range }: Prometheus, uid: string, dashboard: Dashboard, span: Span): Promise<Drawing> {
  const { title, panels, annotations } = grafanaDashboard(uid, dashboard);
  const graphs = panels.map(async ({ title, gridPos: place, fieldConfig, targets }) => {
    const lines = targets.map(async ({ expr, legendFormat }) => linesOf(legendFormat, await range(expr, span), span));
    return { title, place, unit: fieldConfig.defaults.unit, lines: (await Promise.all(lines)).flat() };
  });
  const marks = annotations.list.map(async ({ expr, titleFormat }) =>
    marksOf(titleFormat, await range(expr, span), span),
  );
  return { title, times: timesOf(span), graphs: await Promise.all(graphs), marks: (await Promise.all(marks)).flat() };
}

/** uPlot with draw.ts in one script, and its style: the page loads nothing. */
async function drawingParts(): Promise<{ style: string; script: string }> {
  const entrypoints = [join(import.meta.dirname, "picture/draw.ts")];
  const { outputs } = await Bun.build({ entrypoints, target: "browser", format: "iife", minify: true });
  const style = await readFile(Bun.resolveSync("uplot/dist/uPlot.min.css", import.meta.dirname), "utf8");
  return { style, script: (await outputs[0]?.text()) ?? "" };
}

async function takePicture(browser: Browser, html: string, path: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1028, height: 800 }, deviceScaleFactor: 2 });
  page.on("pageerror", (error) => console.error(error));
  await page.setContent(html);
  // A palette is enough for lines and letters, at less than half the bytes.
  await sharp(await page.screenshot({ fullPage: true }))
    .png({ palette: true })
    .toFile(path);
  console.log(path);
}

const stack = await watchedStack();
const drawings: Record<string, Drawing> = {};
try {
  const span = await readAndDeploy(stack);
  const prometheus = prometheusAt(await stack.copy.address("prometheus", 9090));
  for (const [uid, dashboard] of Object.entries(dashboards)) {
    drawings[uid] = await answered(prometheus, uid, dashboard, span);
  }
} finally {
  await stack.remove();
}
const [parts, { browser, close }] = await Promise.all([drawingParts(), openBrowser()]);
try {
  for (const [uid, drawing] of Object.entries(drawings)) {
    await takePicture(browser, pageOf(drawing, NOTE, parts), join(folder, `dashboard-${uid}.png`));
  }
} finally {
  await close();
}
