import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { buildImages, type Images, removeImages } from "./images.ts";
import { root, run } from "./programs.ts";
import { composeCommand, type StackFacts } from "./stack.ts";

declare module "vitest" {
  export interface ProvidedContext {
    stack: StackFacts;
  }
}

/** Starts the stack for all test files, and returns what takes it down again. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { facts, stop } = await startStack();
  project.provide("stack", facts);
  return stop;
}

/** Starts the stack; `stop` removes all of it. */
export async function startStack(): Promise<{ facts: StackFacts; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "flipdocs-prod-test-"));
  const facts = { project: `flipdocs-prod-test-${process.pid}`, folder, ...(await variables(folder)) };
  const compose = (...args: string[]) => composeCommand(facts, ...args);
  const stop = async () => {
    await compose("down", "--volumes", "--timeout", "3").catch((error: unknown) => console.error(error));
    await removeImages();
    rmSync(folder, { recursive: true });
  };
  try {
    await compose("up", "--detach", "--wait", "--wait-timeout", "180");
  } catch (error) {
    console.error(await compose("logs", "--tail", "20").catch(String));
    await stop();
    throw error;
  }
  return { facts, stop };
}

async function variables(folder: string): Promise<Pick<StackFacts, "http" | "https" | "env">> {
  const keys = { SUPABASE_PUBLISHABLE_KEY: "sb_publishable_local_only", SUPABASE_SECRET_KEY: "sb_secret_local_only" };
  const secrets = join(folder, "secrets");
  await run(join(root, "compose/prod/secrets.sh"), [secrets], { env: { ...process.env, ...keys } });
  const [http, https] = [await freePort(), await freePort()];
  const env = {
    ...imageVariables(await buildImages()),
    SUPABASE_URL: "http://supabase:54321",
    SECRETS: secrets,
    HTTP_PORT: String(http),
    HTTPS_PORT: String(https),
    ACME_DOMAINS: "flipdocs.test",
    ACME_EMAIL: "tests@flipdocs.test",
    ACME_SERVER: "https://pebble:14000/dir",
  };
  return { http, https, env };
}

const imageVariables = (images: Images): Record<string, string> =>
  Object.fromEntries(Object.entries(images).map(([name, id]) => [`${name.toUpperCase()}_IMAGE`, id]));

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer().on("error", failed);
    server.listen(0, () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });
}
