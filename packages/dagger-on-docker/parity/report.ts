/**
 * Runs the pipelines and command lines of recorded/ on Docker alone, and prints how many answers are equal to those that
 * an engine gave, not served, or different; the last is an error.
 *
 *   bun packages/dagger-on-docker/parity/report.ts        PARITY_DIR=… names another folder with such files
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { images } from "../../../dagger/src/images.ts";

const root = resolve(import.meta.dirname, "../../..");
const recorded = process.env.PARITY_DIR ?? join(import.meta.dirname, "recorded");

interface Sum {
  equal: number;
  notServed: number;
  different: string[];
}

/** The wording of an error, and the label by which a base image that was made here says so. */
const noDifference = /^\s+\S*(?:\.messageHead|\.labels\.org\.flipdocs\.stand-in): /;

/**
 * Sorts the report of a run by case: `ok name …`, or `DIFF name …` with the differences below. The wording of an error
 * is no difference; its kind, code and streams are.
 */
export function sort(report: string): Sum {
  const sum: Sum = { equal: 0, notServed: 0, different: [] };
  for (const block of report.split(/\n(?=(?:ok {2}|DIFF) )/)) {
    const lines = block.split("\n").filter((line) => /^ {7}/.test(line));
    if (block.includes("needs a Dagger engine")) sum.notServed++;
    else if (/^(?:ok {2}|DIFF) /.test(block) && lines.every((line) => noDifference.test(line))) sum.equal++;
    else if (block.startsWith("DIFF ")) sum.different.push(block.trimEnd());
  }
  return sum;
}

/** Runs one of the folder's scripts from a copy that finds the SDK. */
function run(folder: string, cli: string, script: string, ...args: string[]): Sum {
  const env = {
    ...process.env,
    _EXPERIMENTAL_DAGGER_CLI_BIN: cli,
    GOLDEN_DEBIAN: "debian:trixie-slim",
    GOLDEN_NODE: images.node,
  };
  const { stdout, stderr, status } = spawnSync("node", [script, ...args], {
    cwd: folder,
    env,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const sum = sort(stdout);
  if (sum.equal + sum.notServed + sum.different.length === 0)
    throw new Error(`${script} ended with ${status}:\n${stderr}`);
  return sum;
}

function print(what: string, { equal, notServed, different }: Sum): void {
  for (const block of different) console.log(block);
  console.log(`${what}: equal ${equal}, not served ${notServed}, different ${different.length}`);
}

if (import.meta.main) {
  // The answers were recorded under it, and tell the modes of files that the cases write.
  process.umask(0o022);
  const folder = mkdtempSync(join(tmpdir(), "flipdocs-parity-"));
  try {
    cpSync(recorded, folder, { recursive: true });
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    const cli = join(folder, "on-docker");
    const main = join(root, "packages/dagger-on-docker/src/main.ts");
    writeFileSync(cli, `#!/bin/sh\nexec "${process.execPath}" --no-env-file "${main}" "$@"\n`, { mode: 0o755 });
    const pipelines = run(folder, cli, "run.mjs", "--compare", "golden.json", "--jobs", "3", "--timeout", "600");
    print("pipelines", pipelines);
    const lines = run(folder, cli, "cli/run.mjs", "--cli", cli, "--compare", "cli/golden.json", "--ignore-stderr");
    print("command lines", lines);
    const [equal, notServed, different] = [pipelines, lines].reduce(
      ([e, n, d], sum) => [e + sum.equal, n + sum.notServed, d + sum.different.length] as const,
      [0, 0, 0] as readonly [number, number, number],
    );
    // Not served is no skipped test but a decision: such a case has shown the one clear error.
    console.log(`${equal + notServed} passed, ${different} failed, 0 skipped`);
    process.exitCode = different > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
