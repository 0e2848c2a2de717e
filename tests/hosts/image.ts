import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { images as bases } from "../../dagger/src/images.ts";
import { dockerBinary, ensureBase } from "../../packages/dagger-on-docker/src/base/index.ts";
import { attempt, docker, root } from "../../testing/programs.ts";

const folder = join(import.meta.dirname, "image");
const provision = join(root, "compose/host");

/** A Docker host, a container registry, a Postgres server, what answers as AWS does. */
type Kind = "Dockerfile" | "registry.Dockerfile" | "postgres.Dockerfile" | "aws.Dockerfile";

/**
 * The image of a test's machine, made once for each content of what makes it, and kept for later runs.
 *
 * @returns its name
 */
export async function imageOf(kind: Kind): Promise<string> {
  await ensureBase([bases.debian], () => undefined);
  const name = `flipdocs-test-host:${await digest(kind)}`;
  if ((await attempt(dockerBinary(), ["image", "inspect", name])).code === 0) return name;
  const contexts = [`provision=${provision}`, "certificates=/etc/ssl/certs"].flatMap((one) => ["--build-context", one]);
  const base = ["--build-arg", `BASE=${bases.debian}`, ...contexts];
  await docker("build", "--quiet", ...base, "--tag", name, "--file", join(folder, kind), folder);
  return name;
}

async function digest(kind: Kind): Promise<string> {
  const hash = createHash("sha256").update(await docker("image", "inspect", "--format", "{{.Id}}", bases.debian));
  const files = kind === "Dockerfile" ? [join(provision, "provision.sh"), join(folder, "power.sh")] : [];
  for (const file of [join(folder, kind), ...files]) hash.update(readFileSync(file));
  return hash.digest("hex").slice(0, 12);
}
