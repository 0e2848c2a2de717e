import { chmod, rm } from "node:fs/promises";
import type { SecretMount } from "../build/fs.ts";
import { readSecret } from "../build/secret.ts";
import type { SessionFolder } from "../build/session-folder.ts";
import { notServed } from "../graph.ts";
import type { Network } from "./network.ts";

/**
 * How a service is given its secret variables: flags of `docker create` name them, and its client finds them in its own
 * environment.
 */
export async function secretVariables(
  variables: Readonly<Record<string, string>>,
): Promise<{ flags: string[]; env: Record<string, string> }> {
  const names = Object.keys(variables);
  const own = names.find((name) => name.startsWith("DOCKER_"));
  if (own)
    throw notServed("Container", `withSecretVariable("${own}"), which Docker's client would follow, of a service`);
  const values = Object.entries(variables).map(async ([name, secret]) => [name, await readSecret(secret)] as const);
  return { flags: names.flatMap((name) => ["--env", name]), env: Object.fromEntries(await Promise.all(values)) };
}

/** Puts a secret into a container that is not started yet, through Docker's API: there it is root's, whoever calls. */
export async function giveSecret(
  folder: SessionFolder,
  network: Network,
  container: string,
  { secret, target, mode }: SecretMount,
): Promise<void> {
  const file = await folder.write(await readSecret(secret));
  try {
    await chmod(file, mode);
    await network.docker(["cp", file, `${container}:${target}`]);
  } finally {
    await rm(file, { force: true });
  }
}
