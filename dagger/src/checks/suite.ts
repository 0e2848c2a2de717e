import { type Container, ReturnType } from "@dagger.io/dagger";

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

/** Runs a suite to its end, whatever it finds. */
export async function outcome({ name, container, command }: Suite): Promise<Outcome> {
  const run = container.withNewFile("/report.json", "{}").withExec(command, { expect: ReturnType.Any });
  const [code, report] = [await run.exitCode(), JSON.parse(await run.file("/report.json").contents()) as Report];
  const counted = count(report, code);
  const log = code === 0 ? "" : tail(await run.combinedOutput());
  return { name, ...counted, log };
}

interface Report {
  numPassedTests?: number;
  numFailedTests?: number;
  numPendingTests?: number;
  numTodoTests?: number;
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
