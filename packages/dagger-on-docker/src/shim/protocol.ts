/** Where the shim finds what is mounted for it: below /dev, which is no part of any layer. */
export const paths = {
  /** The shim and its runtime. */
  tools: "/dev/.dagger",
  /** Records of all runs, by chain id: a cache mount, so outside of every layer. */
  records: "/dev/.dagger-records",
  /** The certificates the host trusts, where it has its own. */
  hostCa: "/dev/.dagger-ca.crt",
  /** Where a step beside the pipeline leaves what is read from it. */
  left: "/.dagger-left",
  /** What a mount held before a run. */
  origin: "/dev/.dagger-origin",
  /** Files that have no system of their own to run a step in. */
  apart: "/dev/.dagger-apart",
  /** A command that is too long for a line, with its options. */
  command: "/dev/.dagger-command",
  /** Prefix of mounted secrets. */
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
  readonly stdin?: string;
  /** The working directory, made where it is missing; without one, the step's own. */
  readonly cwd?: string;
  readonly redirectStdin?: string;
  readonly redirectStdout?: string;
  readonly redirectStderr?: string;
  /** Variables that a Dockerfile's ENV cannot say. */
  readonly env?: Readonly<{ [variable: string]: string }>;
  /** Variables of the base image that the pipeline took away. */
  readonly unset?: readonly string[];
  /** Variable → file with its secret value. */
  readonly secrets?: Readonly<{ [variable: string]: string }>;
  /** Answer with the command's own exit code: whoever started it decides. */
  readonly ownCode?: boolean;
  /** Further files whose content is masked in the output. */
  readonly masked?: readonly string[];
  /** Folders and files mounted for writing: what they hold afterwards is recorded where it changed. */
  readonly writable?: readonly string[];
}

/** How a command ended; beside it in the record's folder stand stdout, stderr and combined. */
export interface Record {
  readonly exitCode: number;
  readonly cmd: readonly string[];
  /** Why it could not be started, where that was the session's doing. */
  readonly problem?: string;
}

/** Whether a command ended as wanted. Codes from 128 to 191 stand for signals: they fail whatever was expected. */
export function endedAsExpected(code: number, expect: ExecOptions["expect"] = "SUCCESS"): boolean {
  if (code < 0 || (code >= 128 && code < 192)) return false;
  if (expect === "ANY") return true;
  return (code === 0) === (expect === "SUCCESS");
}

/** One thing in a file system. */
export interface Thing {
  readonly name: string;
  readonly kind: "file" | "folder" | "link" | "other";
  readonly size: number;
  readonly mode: number;
}

/** What stands at a path: the thing that links lead to, the link itself, and the names in a folder. */
export interface Looked {
  readonly followed?: Thing;
  readonly itself?: Thing;
  readonly names?: readonly string[];
}
