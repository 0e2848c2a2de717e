import { join } from "node:path";
import { dockerBinary } from "../../packages/dagger-on-docker/src/base/index.ts";
import { docker, root, run, until } from "../../testing/programs.ts";
import { composeCommand, type StackFacts } from "../test/stack/stack.ts";

/** Makes this machine a Swarm of its own where it is none. Returns what undoes that. */
export async function ensureSwarm(): Promise<() => Promise<void>> {
  const state = await docker("info", "--format", "{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}}");
  if (state === "active true") return async () => undefined;
  const bridges = await networks("name=docker_gwbridge");
  await docker("swarm", "init", "--advertise-addr", "127.0.0.1");
  return async () => {
    await docker("swarm", "leave", "--force");
    if (bridges.length === 0) await removeNetwork("docker_gwbridge");
  };
}

/** Renders the stack as compose/prod.yml says that a person does, and deploys it. Returns when it has converged. */
export async function deploy(facts: StackFacts): Promise<void> {
  const config = await composeCommand(facts, "config", "--format", "json");
  const rendered = await run("sh", ["-c", `printf %s "$CONFIG" | bun ${join(root, "compose/prod/swarm.ts")}`], {
    env: { ...process.env, CONFIG: config },
  });
  const deploy = `printf %s "$STACK_FILE" | ${dockerBinary()} stack deploy --detach=false --resolve-image never -c - "$STACK"`;
  const env = { ...process.env, STACK_FILE: rendered, STACK: facts.project };
  // As long as it converges: Swarm itself would try for ever.
  await run("timeout", ["300", "sh", "-c", deploy], { env });
}

/** Removes the stack with all that it wrote, and waits until it is gone. */
export async function remove({ project }: StackFacts): Promise<void> {
  const label = `label=com.docker.stack.namespace=${project}`;
  await docker("stack", "rm", "--detach=false", project);
  const left = () => docker("ps", "--all", "--quiet", "--filter", label);
  await until(120, async () => (await left()) === "" && (await networks(label)).length === 0);
  const volumes = lines(await docker("volume", "ls", "--quiet", "--filter", label));
  if (volumes.length > 0) await docker("volume", "rm", ...volumes);
}

const networks = async (filter: string): Promise<string[]> =>
  lines(await docker("network", "ls", "--quiet", "--filter", filter));

/** Swarm lets go of its networks a moment after it was left. */
const removeNetwork = (name: string): Promise<boolean> =>
  until(20, () => docker("network", "rm", name).then(() => true));

export const lines = (text: string): string[] => text.split("\n").filter(Boolean);
