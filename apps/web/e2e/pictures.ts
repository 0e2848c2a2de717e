/**
 * Takes a picture of each page of a running site, in daylight and at night, on a desk and on a phone: what docs/pages.md
 * shows. It signs somebody up there, with the sample book.
 *
 *   ./daggerw call serve up --ports 8080:8080
 *   SITE_URL=http://localhost:8080 CHROMIUM_PATH=/usr/bin/chromium bun apps/web/e2e/pictures.ts docs/pages
 */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { type BrowserContextOptions, devices, type Page } from "playwright-core";
import { signUp, upload } from "./member.ts";
import { type Visit, visit } from "./visit.ts";

const SAMPLE = resolve(import.meta.dirname, "../../../packages/book/fixtures/sample.pdf");
/** Nothing that turns by itself is taken while it does. */
const STILL = { reducedMotion: "reduce" } as const;
const LOOKS: Record<string, BrowserContextOptions> = {
  desk: { viewport: { width: 1280, height: 800 }, colorScheme: "light", ...STILL },
  night: { viewport: { width: 1280, height: 800 }, colorScheme: "dark", ...STILL },
  phone: { ...devices["iPhone 13"], colorScheme: "light", ...STILL },
};

/** What a stranger sees. */
const OPEN = { landing: "/", "sign-up": "/sign-up", "sign-in": "/sign-in", "not-found": "/nothing-here" };

/** What a member sees of theirs. */
const own = (book: string) => ({
  library: "/library",
  account: "/account",
  reader: `${book}?page=4`,
  sharing: `${book}/sharing`,
});

/** Shares a book with whoever has the link; gives its path. */
async function share(page: Page, book: string): Promise<string> {
  await page.goto(`${book}/sharing`);
  await page.getByLabel(/^Whoever has the link$/).check();
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = page.getByRole("list", { name: "Links" }).getByLabel("Link").first();
  return new URL(await link.inputValue()).pathname;
}

/** Waits until nothing is asked for any more, and the pictures that show have come. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
}

async function take(browser: Visit, look: string, folder: string): Promise<void> {
  const pictures = async (page: Page, paths: Record<string, string>) => {
    for (const [name, path] of Object.entries(paths)) {
      await page.goto(path);
      await settled(page);
      await page.screenshot({ path: join(folder, `${name}-${look}.jpg`), type: "jpeg", quality: 60 });
      console.log(`${name}-${look}.jpg`);
    }
  };
  const [stranger, member] = [await browser.stranger(LOOKS[look]), await browser.stranger(LOOKS[look])];
  await pictures(stranger, OPEN);
  await signUp(member);
  await upload(member, SAMPLE);
  await member.waitForURL("**/books/*");
  const book = new URL(member.url()).pathname;
  const link = await share(member, book);
  await pictures(member, own(book));
  await pictures(stranger, { shared: `${link}?page=2` });
}

const folder = process.argv[2] ?? "docs/pages";
mkdirSync(folder, { recursive: true });
const browser = await visit();
try {
  for (const look of Object.keys(LOOKS)) await take(browser, look, folder);
} finally {
  await browser.end();
}
