import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { run } from "../../../testing/programs.ts";
import { removeImages } from "./images.ts";
import { composeCommand, type StackFacts } from "./stack.ts";
import { variables } from "./variables.ts";

declare module "vitest" {
  export interface ProvidedContext {
    stack: StackFacts;
  }
}

/** What of the checkout is mounted for users of the containers': in a clone under `umask 077` they may not read it. */
const mounted = ["compose/test/stack/site.conf", "packages/book/fixtures/sample.pdf"];

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
    await run("find", [...mounted, "!", "-perm", "-044", "-exec", "chmod", "go+r", "{}", "+"]);
    await compose("up", "--detach", "--wait", "--wait-timeout", "180");
  } catch (error) {
    console.error(await compose("logs", "--tail", "20").catch(String));
    await stop();
    throw error;
  }
  return { facts, stop };
}
