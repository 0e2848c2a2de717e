import { resolve } from "node:path";
import { images as bases } from "../../../dagger/src/images.ts";
import { ensureBase } from "../../../packages/dagger-on-docker/src/base/index.ts";
import { docker, run } from "../../../testing/programs.ts";

/** The images of a stack, each by the digest of its content. */
export type Images = Record<"web" | "api" | "proxy" | "acme" | "supabase" | "redis" | "node" | "tools", string>;

const BUILT = ["web", "api", "proxy", "acme", "supabase"] as const;

/** Names of this run's own, so that it can remove them without asking what else they are for. */
const name = (image: string): string => `flipdocs-prod-test-${process.pid}-${image}`;

const digest = (image: string): Promise<string> => docker("image", "inspect", "--format", "{{.Id}}", image);

/** Builds the images through the pipeline; what it has built before is there at once. */
export async function buildImages(): Promise<Images> {
  const env = { ...process.env, FLIPDOCS_ENGINE: "docker" };
  for (const image of BUILT)
    await run("./daggerw", ["call", `build-${image}`, "export-image", "--name", name(image)], { env });
  const built = Object.fromEntries(await Promise.all(BUILT.map(async (image) => [image, await digest(name(image))])));
  return {
    ...(built as Pick<Images, (typeof BUILT)[number]>),
    redis: await base("redis"),
    node: await base("node"),
    tools: await buildTools(),
  };
}

/** One of the pipeline's base images, as its tag stands in this machine's Docker. */
async function base(image: "redis" | "node" | "debian"): Promise<string> {
  // Pulled, or made from packages where no registry answers.
  await ensureBase([bases[image]], () => undefined);
  return digest(bases[image]);
}

async function buildTools(): Promise<string> {
  await base("debian");
  const folder = resolve(import.meta.dirname);
  await docker("build", "--quiet", "--tag", name("tools"), "--file", resolve(folder, "tools.Dockerfile"), folder);
  return digest(name("tools"));
}

/** Removes this run's names; the layers stay for the next one as long as something else has them. */
export async function removeImages(): Promise<void> {
  for (const image of [...BUILT, "tools"]) await docker("image", "rm", name(image)).catch(() => undefined);
}
