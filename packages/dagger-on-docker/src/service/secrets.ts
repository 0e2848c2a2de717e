import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readSecret } from "../api/secret.ts";
import type { SecretMount } from "../build/fs.ts";
import { digest, notServed } from "../graph.ts";
import type { Session } from "../session.ts";

/**
 * How a service is given its secret variables: flags of `docker run` name them, and its client finds them in its own
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

/** A secret as a file: its value, and who may read it. */
export type SecretFile = Pick<SecretMount, "secret" | "mode">;

/** Puts the values of secrets into files below a folder that only this user reads; answers each as a mount's source. */
export async function secretFiles(
  { workspace, services }: Session,
  files: readonly SecretFile[],
): Promise<(file: SecretFile) => string> {
  const folder = join(workspace.folder, "secrets");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const place = ({ secret, mode }: SecretFile) => join(folder, digest([secret, mode]).slice(0, 16));
  const sources = new Map<string, string>();
  for (const file of files) {
    await rm(place(file), { force: true });
    await writeFile(place(file), await readSecret(file.secret));
    await chmod(place(file), file.mode);
    sources.set(place(file), await services.network.fileSource(place(file)));
  }
  return (file) => sources.get(place(file)) ?? "";
}
