import type { TestProject } from "vitest/node";
import { build, docker } from "./programs.ts";

const BUILT = ["web", "api", "proxy", "acme", "supabase"] as const;

/** The production images and the local Supabase, built once for all tests, under names of this run. */
export type Images = Readonly<Record<(typeof BUILT)[number], string>>;

declare module "vitest" {
  interface ProvidedContext {
    images: Images;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const name = (app: string) => `flipdocs-test-${process.pid}-${app}`;
  const images = Object.fromEntries(BUILT.map((app) => [app, name(app)])) as Images;
  const remove = async () => {
    await docker("rmi", "--force", ...Object.values(images)).catch(() => {});
  };
  try {
    for (const [app, image] of Object.entries(images)) await build([`build-${app}`, "export-image", "--name", image]);
  } catch (error) {
    await remove();
    throw error;
  }
  project.provide("images", images);
  return remove;
}
