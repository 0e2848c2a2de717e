/**
 * How good FlipDocs is to those who use it, beside how good it is meant to be: making, opening, turning, searching, on
 * the production stack of the tests, through the proxy, by TLS. The table of docs/product.md on standard output, what is
 * being done on the other one.
 *
 *   export CHROMIUM_PATH=/usr/bin/chromium
 *   bun bench/product.ts              a quarter of an hour; needs Docker, and a machine that does nothing else
 *   bun bench/product.ts searching    a part alone: making, reading, searching, serving, memory
 */
import { cpus, loadavg } from "node:os";
import { PARTS, type Row } from "./product/parts.ts";
import { openSite } from "./product/site.ts";

const asked = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(PARTS);
const unknown = asked.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(", ")}. There are: ${Object.keys(PARTS).join(", ")}`);
  process.exit(2);
}

const row = (cells: readonly string[]): void => console.log(`| ${cells.join(" | ")} |`);
const [before = 0] = loadavg();
const site = await openSite();
try {
  const rows: Row[] = [];
  for (const name of asked) rows.push(...(await measured(name)));
  for (const cells of [["", "wanted", "measured"], ["---", "---", "---"], ...rows]) row(cells);
  const [after = 0] = loadavg();
  console.log(
    `\n${cpus().length} processors; on average ${before.toFixed(1)} programs wanted one before it began, and ` +
      `${after.toFixed(1)} at its end, itself among them.`,
  );
} finally {
  await site.stop();
}

/** What a part came to; one that fails leaves the others their time. */
async function measured(name: string): Promise<readonly Row[]> {
  try {
    return (await PARTS[name]?.(site)) ?? [];
  } catch (error) {
    console.error(error);
    return [[name, "", `not measured: ${error instanceof Error ? error.message : error}`]];
  }
}
