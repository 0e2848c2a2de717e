import type { Container } from "@dagger.io/dagger";

/** What one suite found. */
export interface Outcome {
  name: string;
  passed: number;
  failed: number;
  skipped: number;
  /** The end of the log, where something failed. */
  log: string;
}

/** One suite: its name, the container it runs in, and its command. Vitest's report is left in /report.json. */
export interface Suite {
  name: string;
  container: Container;
  command: string[];
}

/** Runs the command, and then prints the beginning of vitest's report, which has its sums. */
const REPORTED = 'code=0; "$@" || code=$?; printf "\\n%s\\n" "$0"; head -c 1000 /report.json; exit $code';
const MARK = "--- the report begins:";

/**
 * Runs a suite to its end, whatever it finds. A failure has to be one of the engine's: taken with `expect: ANY`, it would
 * be remembered, and what failed by chance would fail until an input changes.
 */
export async function outcome({ name, container, command }: Suite): Promise<Outcome> {
  const run = container.withNewFile("/report.json", "").withExec(["sh", "-c", REPORTED, MARK, ...command]);
  const { code, stdout, stderr } = await run.stdout().then((stdout) => ({ code: 0, stdout, stderr: "" }), failure);
  const [said = "", report = ""] = stdout.split(MARK);
  return { name, ...count(sums(report), code), log: code === 0 ? "" : tail(`${said}${stderr}`) };
}

/** What a failed command left, as the SDK's error for it has it; the engine's own SDK does not export that class. */
function failure(error: unknown): { code: number; stdout: string; stderr: string } {
  const { exitCode, stdout, stderr } = error as { exitCode?: unknown; stdout?: unknown; stderr?: unknown };
  if (typeof exitCode !== "number") throw error;
  return { code: exitCode, stdout: String(stdout), stderr: String(stderr) };
}

interface Report {
  numPassedTests?: number;
  numFailedTests?: number;
  numPendingTests?: number;
  numTodoTests?: number;
}

/** The sums stand before everything else in a report. */
export function sums(beginning: string): Report {
  const found = beginning.matchAll(/"(num(?:Passed|Failed|Pending|Todo)Tests)":(\d+)/g);
  return Object.fromEntries([...found].map(([, name, value]) => [name, Number(value)]));
}

/** A suite without a report is one test: its exit code. A run that broke outside of its tests has failed too. */
export function count(report: Report, code: number): Pick<Outcome, "passed" | "failed" | "skipped"> {
  const { numPassedTests: passed, numFailedTests: failed = 0, numPendingTests = 0, numTodoTests = 0 } = report;
  if (passed === undefined) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, skipped: numPendingTests + numTodoTests };
}

/** One line a suite, then the ends of the logs that explain failures. */
export function summary(outcomes: Outcome[]): string {
  const lines = outcomes.map(
    ({ name, passed, failed, skipped }) =>
      `${failed > 0 ? "FAIL" : "ok  "} ${name.padEnd(12)} ${passed} passed, ${failed} failed, ${skipped} skipped`,
  );
  const logs = outcomes.filter(({ log }) => log).map(({ name, log }) => `\n--- ${name}\n${log}`);
  return [...lines, ...logs].join("\n");
}

function tail(log: string): string {
  return log.trimEnd().split("\n").slice(-60).join("\n");
}
