/**
 * What Lighthouse says of four pages of a running site, on a telephone and on a desk: a table on standard output. It signs
 * somebody up there, with the sample book, and shares that with everybody.
 *
 *   ./daggerw call serve up --ports 8080:8080
 *   CHROMIUM_PATH=/usr/bin/chromium bun bench/lighthouse/run.ts http://localhost:8080 3
 *
 * The last word is how often each page is looked at (3 unless told). Scores for performance are of this machine, and of what
 * else it does meanwhile.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type BrowserContext, chromium } from "playwright-core";
import { signUp, upload } from "../../apps/web/e2e/member.ts";
import { freePort } from "../../testing/free-port.ts";
import { attempt } from "../../testing/programs.ts";
import { cells, faults, type Report } from "./report.ts";

const LIGHTHOUSE = "lighthouse@13.5.0";
const SAMPLE = resolve(import.meta.dirname, "../../packages/book/fixtures/sample.pdf");
const DEVICES = { "on a telephone": [], "on a desk": ["--preset=desktop"] };
const SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"];

/** Signs somebody up and shares a book of theirs; gives the pages to look at. */
async function pages(browser: BrowserContext): Promise<Record<string, string>> {
  const page = await browser.newPage();
  await signUp(page);
  await upload(page, SAMPLE);
  await page.waitForURL("**/books/*");
  const { pathname: book } = new URL(page.url());
  await page.goto(`${book}/sharing`);
  await page.getByLabel(/^Everybody/).check();
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = await page.getByRole("list", { name: "Links" }).getByLabel("Link").first().inputValue();
  await page.close();
  return { landing: "/", library: "/library", reader: book, "by a link": new URL(link).pathname };
}

/** Whether Lighthouse came to an end with a record of the page; whatever else goes wrong ends the run. */
async function recorded(words: readonly string[]): Promise<boolean> {
  const { code, stdout, stderr } = await attempt("npx", words);
  if (code === 0) return true;
  if (/NO_NAVSTART/.test(stdout + stderr)) return false;
  throw new Error(`Lighthouse ended with ${code}:\n${(stderr || stdout).slice(-4000)}`);
}

/** One look at a page, in the browser that listens at the port: whoever is signed in there stays so. */
async function look(address: string, port: number, folder: string, device: readonly string[]): Promise<Report> {
  const path = join(folder, "report.json");
  const output = ["--output=json", `--output-path=${path}`, "--quiet"];
  const words = ["-y", LIGHTHOUSE, address, `--port=${port}`, "--disable-storage-reset", ...output, ...device];
  // Now and then the browser's own record of the page has no beginning: that is no score, and no fault of the page.
  while (!(await recorded(words)));
  return JSON.parse(readFileSync(path, "utf8")) as Report;
}

const [site = "http://localhost:8080", runs = "3"] = process.argv.slice(2);
const [folder, port] = [mkdtempSync(join(tmpdir(), "flipdocs-lighthouse-")), await freePort()];
const browser = await chromium.launchPersistentContext(join(folder, "profile"), {
  baseURL: site,
  ...(process.env.CHROMIUM_PATH && { executablePath: process.env.CHROMIUM_PATH }),
  args: [`--remote-debugging-port=${port}`, ...SWITCHES],
});
try {
  const failed: string[] = [];
  console.log(
    "| | | performance (largest seen) | accessibility | best practices | SEO |\n| --- | --- | --- | --- | --- | --- |",
  );
  for (const [name, path] of Object.entries(await pages(browser))) {
    for (const [device, switches] of Object.entries(DEVICES)) {
      const reports: Report[] = [];
      while (reports.length < Number(runs)) reports.push(await look(site + path, port, folder, switches));
      console.log(`| ${[name, device, ...cells(reports)].join(" | ")} |`);
      failed.push(...faults(reports).map((fault) => `${name} ${device}: ${fault}`));
    }
  }
  if (failed.length > 0) console.log(`\n${failed.join("\n")}`);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
