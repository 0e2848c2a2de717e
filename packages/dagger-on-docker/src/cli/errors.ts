import { PlanError } from "./plan.ts";

/** What a failed command says on stderr, and its exit code. */
export interface Failure {
  readonly text: string;
  readonly exitCode: number;
}

/**
 * Words for an error, as the CLI says them.
 *
 * @param debug adds the stack
 */
export function describeFailure(error: unknown, debug: boolean): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const stack = debug && error instanceof Error && error.stack ? `${error.stack}\n` : "";
  const hint = error instanceof PlanError ? `Run '${error.path} --help' for usage.\n` : "";
  const exec = isExec(error);
  return {
    text: `Error: ${message}\n${hint}${exec ? `${streamsOf(error)}` : ""}${stack}`,
    // An exec that should have failed and did not is a failure all the same.
    exitCode: exec ? error.exitCode || 1 : 1,
  };
}

/** The output of a failed command in a container; empty for other errors. */
export function streamsOf(error: unknown): string {
  if (!isExec(error)) return "";
  const { stdout, stderr } = error;
  return `${stdout && `Stdout:\n${stdout}\n`}${stderr && `Stderr:\n${stderr}\n`}`;
}

interface Exec {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The session's ExecError and the SDK's, which a module's function throws, look the same. */
function isExec(error: unknown): error is Exec {
  return error instanceof Error && error.name === "ExecError" && "exitCode" in error && "stdout" in error;
}
