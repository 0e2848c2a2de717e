import { docker, until } from "../../../testing/programs.ts";

/** Kills a container's first process, as a crash would: Docker's own kill counts as a wish, and restarts nothing. */
export async function crash(container: string): Promise<void> {
  const pid = Number(await docker("inspect", "--format", "{{.State.Pid}}", container));
  if (!(pid > 1)) throw new Error(`${container} does not run`);
  process.kill(pid, "SIGKILL");
}

/** Waits until Docker has started a container so many times again, and it is healthy. */
export const healthyAgain = (container: string, restarted: number): Promise<boolean> =>
  until(120, async () => {
    // Until it is started, the health is that of before.
    const state = await docker("inspect", "--format", "{{.State.Status}} {{.State.Health.Status}}", container);
    return state === "running healthy" && (await restarts(container)) >= restarted;
  });

export const restarts = async (container: string): Promise<number> =>
  Number(await docker("inspect", "--format", "{{.RestartCount}}", container));
