/** Where the shim finds what is mounted for it: below /dev, which is no part of any layer. */
export const paths = {
  tools: "/dev/.dagger",
  /** Records of all runs, by chain id: a cache mount, so outside of every layer. */
  records: "/dev/.dagger-records",
  /** The certificates the host trusts, where it has its own. */
  hostCa: "/dev/.dagger-ca.crt",
  /** Where a step beside the pipeline leaves what is read from it. */
  left: "/.dagger-left",
  origin: "/dev/.dagger-origin",
  /** A command that is too long for a line, with its options. */
  command: "/dev/.dagger-command",
  secret: "/dev/.dagger-secret-",
} as const;

/**
 * The variable with the ids under which the runs of a build are recorded, `run-a=id,run-b=id`. Like no other, the
 * variables of proxies are no part of a step's cache key. Secrets are none either, but a step that mounts one takes
 * BuildKit two seconds more on a large file system; and nobody has a proxy for FTP. The command does not see it.
 */
export const runIds = "FTP_PROXY";

/** How a command is run: all that is not in the Dockerfile's ENV, USER and WORKDIR. */
export interface ExecOptions {
  readonly expect?: "SUCCESS" | "FAILURE" | "ANY";
  /** The working directory, made where it is missing; without one, the step's own. */
  readonly cwd?: string;
  /** Variables that a Dockerfile's ENV cannot say. */
  readonly env?: Readonly<{ [variable: string]: string }>;
  /** Variable → file with its secret value. */
  readonly secrets?: Readonly<{ [variable: string]: string }>;
  /** Further files whose content is masked in the output. */
  readonly masked?: readonly string[];
  /** Mounted folders and files whose changes nobody would see: a command that makes some fails. */
  readonly kept?: readonly string[];
}

/** How a command ended; beside it in the record's folder stand stdout, stderr and combined. */
export interface RunRecord {
  readonly exitCode: number;
  /** Why it could not be started, where that was the session's doing. */
  readonly problem?: string;
}

/** Whether a command ended as wanted. Codes from 128 to 191 stand for signals: they fail whatever was expected. */
export function endedAsExpected(code: number, expect: ExecOptions["expect"] = "SUCCESS"): boolean {
  if (code < 0 || (code >= 128 && code < 192)) return false;
  if (expect === "ANY") return true;
  return (code === 0) === (expect === "SUCCESS");
}
