import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { docker } from "../../testing/programs.ts";
import { removeImages } from "../test/stack/images.ts";
import { variables } from "../test/stack/variables.ts";
import { deploy, ensureSwarm, remove } from "./swarm.ts";

/** Deploys the stack, in a Swarm of its own if need be, and returns what leaves the machine as it was. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "flipdocs-swarm-test-"));
  const facts = { project: `flipdocs-swarm-test-${process.pid}`, folder, ...(await variables(folder)) };
  const leaveSwarm = await ensureSwarm();
  const teardown = async () => {
    await remove(facts).catch((error: unknown) => console.error(error));
    await leaveSwarm();
    await removeImages();
    rmSync(folder, { recursive: true });
  };
  try {
    await deploy(facts);
  } catch (error) {
    console.error(await docker("stack", "ps", "--no-trunc", facts.project).catch(String));
    await teardown();
    throw error;
  }
  project.provide("stack", facts);
  return teardown;
}
