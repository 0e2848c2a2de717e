import { docker } from "../base/docker.ts";
import type { ContainerState } from "../build/fs.ts";
import type { Progress } from "../progress.ts";
import type { Services } from "./services.ts";

/**
 * Gives this process's terminal to a command in a container, until it ends; nothing of what it does stays.
 *
 * @throws where this process has no terminal
 */
export async function openTerminal(
  { progress, services }: { readonly progress: Progress; readonly services: Services },
  container: ContainerState,
  command: readonly string[],
): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw new Error("terminal needs one: call it from a terminal");
  const mounts = container.mounts.filter(({ kind }) => kind !== "cache");
  if (mounts.length < container.mounts.length) progress.line("terminal: caches are for build steps, it has none");
  const made = await services.create({ ...container, mounts }, command, ["--interactive", "--tty", "--rm"]);
  await docker(["start", "--attach", "--interactive", made], { terminal: true });
}
