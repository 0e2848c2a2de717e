import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { openBrowser } from "../../testing/browser.ts";

/** Who reads in a browser. */
export interface BrowserReader {
  /** Their session's, for whoever asks in their name. */
  cookie: string;
  /** Opens a book with nothing kept of the site; milliseconds until its first page was painted, and its HTML in bytes. */
  open(id: string): Promise<Opening>;
  /** Turns so many pages, and lets each be read; how many pages came into view without their picture. */
  turn(id: string, turns: number): Promise<number>;
  close(): Promise<void>;
}

/** How a book opened. */
export interface Opening {
  painted: number;
  travelled: number;
  html: number;
}

/** What a page of a book is read for, in milliseconds: looked through rather than read. */
const READ_FOR = 2000;
const PASSWORD = "correct horse battery";

/** Starts Chromium, and signs somebody up. */
export async function browserReader(port: number): Promise<BrowserReader> {
  const site = `https://flipdocs.test:${port}`;
  const flags = ["--ignore-certificate-errors", "--host-resolver-rules=MAP flipdocs.test 127.0.0.1"];
  const { browser, close } = await openBrowser(flags);
  const context = await browser.newContext({
    baseURL: site,
    viewport: { width: 1280, height: 800 },
    ignoreHTTPSErrors: true,
  });
  await context.addInitScript({ path: join(import.meta.dirname, "in-page.js") });
  return {
    cookie: await signUp(context),
    open: (id) => opening(context, id),
    turn: (id, turns) => blanks(context, id, turns),
    close,
  };
}

/** Signs somebody new up, and gives their cookie. */
async function signUp(context: BrowserContext): Promise<string> {
  const page = await context.newPage();
  await page.goto("/sign-up");
  const status = await page.evaluate(
    async (body) => {
      const headers = { "content-type": "application/json" };
      return (await fetch("/api/v1/auth/sign-up", { method: "POST", headers, body })).status;
    },
    JSON.stringify({ email: `${crypto.randomUUID()}@flipdocs.test`, password: PASSWORD }),
  );
  const [cookie] = await context.cookies();
  if (status !== 201 || !cookie) throw new Error(`signing up was answered with ${status}`);
  await page.close();
  return `${cookie.name}=${cookie.value}`;
}

async function opening(context: BrowserContext, id: string): Promise<Opening> {
  const page = await context.newPage();
  const browser = await context.newCDPSession(page);
  await browser.send("Network.clearBrowserCache");
  await page.goto(`/books/${id}`, { waitUntil: "commit" });
  await painted(page);
  const [milliseconds, travelled, html] = [
    await note(page, "painted"),
    await note(page, "travelled"),
    await note(page, "html"),
  ];
  await page.close();
  return { painted: Number(milliseconds), travelled: Number(travelled), html: Number(html) };
}

const painted = (page: Page): Promise<void> => page.locator("html[data-painted]").waitFor({ timeout: 60_000 });
const note = (page: Page, name: string): Promise<string | null> => page.locator("html").getAttribute(`data-${name}`);

async function blanks(context: BrowserContext, id: string, turns: number): Promise<number> {
  const page = await context.newPage();
  await page.goto(`/books/${id}`);
  await painted(page);
  await page.waitForTimeout(READ_FOR);
  for (let turn = 0; turn < turns; turn++) {
    await page.keyboard.press("ArrowRight");
    await page.waitForTimeout(READ_FOR);
  }
  const seen = await note(page, "blanks");
  if (seen === null || !/page=\d\d/.test(page.url()))
    throw new Error(`after ${turns} turns the reader stands at ${page.url()}`);
  await page.close();
  return seen.split(" ").filter(Boolean).length;
}
