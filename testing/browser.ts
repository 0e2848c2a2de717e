import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { type Browser, chromium } from "playwright-core";
import { images } from "../dagger/src/images.ts";
import { docker, dockerBinary } from "../packages/dagger-on-docker/src/base/docker.ts";
import { ensureBase } from "../packages/dagger-on-docker/src/base/index.ts";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the browser: the stand-in says where it is; in Playwright's own image it is named by its revision. */
const SCRIPT = 'exec "${CHROMIUM_PATH:-$(ls -d /ms-playwright/chromium-*/chrome-linux*/chrome)}" "$@"';

/** A browser on this machine, and what ends it. */
export interface OpenBrowser {
  browser: Browser;
  close: () => Promise<void>;
}

/**
 * Opens the Chromium that CHROMIUM_PATH names, else that of the pipeline's image, on the host's network: only under
 * the name localhost does it keep the session's cookie without HTTPS.
 *
 * @param more - flags of Chromium's
 */
export async function openBrowser(more: readonly string[] = []): Promise<OpenBrowser> {
  const flags = [...FLAGS, ...more];
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH) {
    const browser = await chromium.launch({ executablePath: CHROMIUM_PATH, args: flags });
    return { browser, close: () => browser.close() };
  }
  const name = `flipdocs-dev-test-browser-${process.pid}`;
  await ensureBase([images.chromium], console.info);
  const run = ["run", "--rm", "--init", "--name", name, "--network", "host", images.chromium];
  const words = [...flags, "--headless", "--remote-debugging-port=0", "--user-data-dir=/tmp/profile", "about:blank"];
  const container = spawn(dockerBinary(), [...run, "sh", "-euc", SCRIPT, "sh", ...words]);
  const close = async () => void (await docker(["rm", "--force", name]));
  try {
    return { browser: await chromium.connectOverCDP(await addressIn(container.stderr)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Reads what Chromium says until it says where it listens. */
async function addressIn(log: Readable): Promise<string> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: log, signal: AbortSignal.timeout(60_000) })) {
    const [, address] = /DevTools listening on (ws:\S+)/.exec(line) ?? [];
    if (address) return address;
    lines.push(line);
  }
  throw new Error(`Chromium does not listen:\n${lines.join("\n")}`);
}
