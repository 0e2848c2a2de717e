import { envLine, escapeDollar } from "./dockerfile.ts";
import type { Settings } from "./fs.ts";

/** One stage of a Dockerfile while it grows: its lines, and what a command at its end would see. */
export interface Stage extends Settings {
  readonly name: string;
  readonly lines: string[];
}

export const noSettings: Settings = { env: {}, user: "", workdir: "" };

/** The lines that take a stage from its settings to the ones wanted. */
export function settingLines(stage: Settings, wanted: Settings): string[] {
  const lines = Object.entries(plainEnv(wanted.env))
    .filter(([name, value]) => stage.env[name] !== value)
    .map(([name, value]) => envLine(name, value));
  if ((wanted.user || "root") !== (stage.user || "root")) lines.push(`USER ${wanted.user || "root"}`);
  if ((wanted.workdir || "/") !== (stage.workdir || "/")) lines.push(`WORKDIR ${escapeDollar(wanted.workdir || "/")}`);
  return lines;
}

/**
 * Where a command's own settings end and the shim's help begins: what runs as root is taken to its working directory
 * by the shim, which makes it too. A WORKDIR would be a step more; for other users it makes a folder that is theirs.
 */
export function splitWorkdir(stage: Settings, wanted: Settings): { readonly workdir: string; readonly cwd?: string } {
  const isRoot = ["", "root", "0"].includes(wanted.user);
  if (!isRoot || (wanted.workdir || "/") === (stage.workdir || "/")) return { workdir: wanted.workdir };
  return { workdir: stage.workdir, cwd: wanted.workdir || "/" };
}

export function plainEnv(env: Settings["env"]): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name, value]) => isPlain(name, value)));
}

/** The longest value that stays in a Dockerfile: its parser takes lines of 64 KB. */
export const longest = 20_000;

export function isPlain(name: string, value: string): boolean {
  return /^[A-Za-z_][\w.-]*$/.test(name) && !/[\n\r]/.test(value) && value.length <= longest;
}
