import type { RunRecord } from "../shim/protocol.ts";

/** What a command said, as recorded beside its step. */
export interface Recorded extends RunRecord {
  readonly stdout: string;
  readonly stderr: string;
  readonly combined: string;
}

/** A command in a container that ended otherwise than expected; the streams are masked and cut. */
export class ExecError extends Error {
  override readonly name = "ExecError";
  constructor(
    message: string,
    readonly cmd: readonly string[],
    readonly exitCode: number,
    readonly stdout: string,
    readonly stderr: string,
  ) {
    super(message);
  }
}

const most = 100 * 1024;

export function execError(record: Recorded | undefined, cmd: readonly string[]): ExecError {
  if (!record) return new ExecError("exit code: -1", cmd, -1, "", "");
  const { exitCode, problem, stdout, stderr } = record;
  return new ExecError(problem ?? `exit code: ${exitCode}`, cmd, exitCode, tail(stdout), tail(stderr));
}

/** The end of a stream, trimmed; what was left out is counted in front. */
function tail(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= most) return text.trim();
  const note = `[omitting ${bytes.length - most} bytes]...`;
  return (note + bytes.subarray(bytes.length - most + note.length).toString("utf8")).trim();
}
