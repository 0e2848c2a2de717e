import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SecretMount } from "../build/fs.ts";
import { digest } from "../graph.ts";
import type { Session } from "../session.ts";

/** How a service is given its secret variables: flags of `docker run`, and what its client finds in its environment. */
export interface SecretVariables {
  readonly flags: string[];
  readonly env: Record<string, string>;
}

/** Values of one line lie in a file of the workspace; others are handed to Docker's client in its environment. */
export async function secretVariables(
  { secrets, workspace }: Session,
  variables: Readonly<Record<string, string>>,
): Promise<SecretVariables> {
  const given: SecretVariables = { flags: [], env: {} };
  for (const [name, secret] of Object.entries(variables)) {
    const value = await secrets.value(secret);
    if (value.includes("\n")) {
      given.env[name] = value;
      given.flags.push("--env", name);
      continue;
    }
    const file = join(workspace.folder, `env-${digest(secret).slice(0, 16)}-${name}`);
    await writeFile(file, `${name}=${value}\n`, { mode: 0o600 });
    given.flags.push("--env-file", file);
  }
  return given;
}

/** A secret as a file: its value, and who may read it. */
export type SecretFile = Pick<SecretMount, "secret" | "mode">;

/** Puts the values of secrets into files below a folder that only this user reads; answers where each lies. */
export async function secretFiles(
  { secrets, workspace }: Session,
  files: readonly SecretFile[],
): Promise<(file: SecretFile) => string> {
  const folder = join(workspace.folder, "secrets");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const place = ({ secret, mode }: SecretFile) => join(folder, digest([secret, mode]).slice(0, 16));
  for (const file of files) {
    await rm(place(file), { force: true });
    await writeFile(place(file), await secrets.value(file.secret));
    await chmod(place(file), file.mode);
  }
  return place;
}
