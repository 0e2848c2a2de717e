/**
 * Every test there is, and their sum in the last line. Needs Node and npm; what else is needed gets installed.
 *
 *   npm test
 *   npm test -- hosts swarm
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, root, vitest } from "./vitest.mjs";

/** Runs a program, shows what it prints, and gives it back. */
function run(command, args, more = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, env: { ...env, ...more } });
    let output = "";
    for (const stream of ["stdout", "stderr"]) {
      child[stream].on("data", (text) => {
        output += text;
        process[stream].write(text);
      });
    }
    child.on("error", (error) => done({ code: 1, output: String(error) }));
    child.on("close", (code) => done({ code: code ?? 1, output }));
  });
}

const heading = (text) => process.stdout.write(`\n== ${text}\n`);

/** What failed, to be said again at the end: a log of thousands of lines is read from there. */
const failures = [];

/** The sum of the lines `… N passed, N failed, N skipped`; a run that says nothing, or breaks, has failed. */
function counted({ code, output }) {
  const lines = [...output.matchAll(/(\d+) passed, (\d+) failed, (\d+) skipped$/gm)];
  const sum = lines.reduce((total, line) => total.map((count, index) => count + Number(line[index + 1])), [0, 0, 0]);
  if ((code !== 0 || lines.length === 0) && sum[1] === 0) sum[1] = 1;
  if (sum[1] > 0) failures.push(output.split("\n").slice(-60).join("\n"));
  return sum;
}

/** The failed tests of one file, and what kept the file itself from running. */
const failedIn = ({ name, message, assertionResults }) => [
  ...(message ? [`${name}: ${message}`] : []),
  ...assertionResults
    .filter(({ status }) => status === "failed")
    .map(({ fullName, failureMessages }) => `${name}: ${fullName}\n${failureMessages.join("\n").slice(0, 2000)}`),
];

/** The pipeline's own checks, in containers. */
async function pipeline() {
  heading("./daggerw call test");
  return counted(await run("./daggerw", ["--progress=plain", "call", "test"]));
}

/**
 * Whether Docker runs around this container, which has its socket and nothing else of its machine: what is mounted there
 * is not what lies here, and what is published there does not answer here.
 */
function dockerIsAround() {
  if (!existsSync("/proc/self/mountinfo") || existsSync("/sys/class/net/docker0")) return false;
  const mounts = readFileSync("/proc/self/mountinfo", "utf8");
  const [, id] = /\/containers\/([0-9a-f]{64})\/hostname \/etc\/hostname /.exec(mounts) ?? [];
  const running = spawnSync("docker", ["ps", "--quiet", "--no-trunc"], { env, encoding: "utf8" });
  return id !== undefined && (running.stdout ?? "").includes(id);
}

/** Tests that need this machine's Docker. */
async function machine(about, config) {
  heading(about);
  if (dockerIsAround()) {
    process.stdout.write("skipped: these tests mount files of Docker's own machine, and this is a container on it\n");
    return [0, 0, 1];
  }
  const folder = mkdtempSync(join(tmpdir(), "flipdocs-tests-"));
  const report = join(folder, "report.json");
  // Verbose, because only that one says why a test was skipped.
  const reporters = ["--reporter=verbose", "--reporter=json", `--outputFile.json=${report}`];
  const { code } = await run(...vitest("run", "--config", config, ...reporters));
  try {
    const results = JSON.parse(readFileSync(report, "utf8"));
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = results;
    failures.push(...results.testResults.flatMap(failedIn));
    return [numPassedTests, code !== 0 && numFailedTests === 0 ? 1 : numFailedTests, numPendingTests + numTodoTests];
  } catch {
    return [0, 1, 0];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Pipelines whose answers a real engine gave, on Docker alone. */
async function parity() {
  heading("parity with the engine");
  return counted(await run("bun", ["packages/dagger-on-docker/parity/report.ts"]));
}

const suites = {
  pipeline,
  images: () => machine("the images, the command line, the API on Docker", "tests/vitest.config.ts"),
  production: () => machine("the production stack", "compose/test/vitest.config.ts"),
  swarm: () => machine("the production stack in Swarm", "compose/swarm-test/vitest.config.ts"),
  hosts: () => machine("the machines that are deployed to", "tests/hosts/vitest.config.ts"),
  deploy: () => machine("deploying to a host", "tests/deploy/vitest.config.ts"),
  operations: () => machine("the day after a deploy", "tests/operations/vitest.config.ts"),
  development: () => machine("development, monitoring", "compose/dev/vitest.config.ts"),
  parity,
};
const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(suites);
const unknown = chosen.filter((name) => !(name in suites));
if (unknown.length > 0) {
  process.stderr.write(`There is no suite ${unknown.join(", ")}. There are: ${Object.keys(suites).join(", ")}\n`);
  process.exit(2);
}
// What all suites are run by is installed by the wrapper, and it is on Docker alone that they run.
const ready = await run("./daggerw", ["version"], { FLIPDOCS_ENGINE: "docker" });
if (ready.code !== 0) process.exit(1);
const sums = [];
const minutes = [];
for (const name of chosen) {
  const began = Date.now();
  sums.push(await suites[name]());
  minutes.push(`${name} ${((Date.now() - began) / 60_000).toFixed(1)}`);
}
if (failures.length > 0) process.stdout.write(`\n== failed\n${failures.join("\n\n")}\n`);
process.stdout.write(`\nMinutes: ${minutes.join(", ")}\n`);
const [passed, failed, skipped] = [0, 1, 2].map((index) => sums.reduce((total, sum) => total + sum[index], 0));
process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = failed > 0 ? 1 : 0;
