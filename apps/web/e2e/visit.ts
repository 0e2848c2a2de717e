import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { environment } from "./environment.ts";
import { relay } from "./relay.ts";

/** A browser in front of the site. */
export interface Visit {
  /** Opens a page in a session of its own, as a new visitor. */
  stranger(options?: BrowserContextOptions): Promise<Page>;
  /** What the pages complained about: console errors (a refused script among them) and exceptions. */
  complaints: string[];
  end(): Promise<void>;
}

/** What a page's policy refuses, and the page catches, is written nowhere: it is a fault of the page all the same. */
const TELL_REFUSALS = `document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  console.error("The policy refuses " + violatedDirective + ": " + blockedURI))`;

/** Starts Chromium and the relay to the site. */
export async function visit(): Promise<Visit> {
  const way = await relay(new URL(environment.SITE_URL));
  const browser = await launch();
  const complaints: string[] = [];
  return {
    complaints,
    async stranger(options) {
      const viewport = { width: 1280, height: 800 };
      const context = await browser.newContext({ baseURL: way.address, viewport, ...options });
      // An end, not a measure: the machine may be busy.
      context.setDefaultTimeout(120_000);
      const page = await context.newPage();
      // On such a machine a page may say that it cannot be shown now, and is asked again as it says.
      await page.addLocatorHandler(page.locator("[data-away] button"), (again) => again.click());
      await page.addInitScript({ content: TELL_REFUSALS });
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      return page;
    },
    async end() {
      await browser.close();
      await way.close();
    },
  };
}

function launch(): Promise<Browser> {
  return chromium.launch({
    ...(environment.CHROMIUM_PATH && { executablePath: environment.CHROMIUM_PATH }),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
