import type { TestProject } from "vitest/node";
import { build, docker } from "./programs.ts";

/** The production images and the local Supabase, built once for all tests, under names of this run. */
export type Images = Readonly<Record<"web" | "api" | "proxy" | "supabase", string>>;

declare module "vitest" {
  interface ProvidedContext {
    images: Images;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const name = (app: string) => `flipdocs-test-${process.pid}-${app}`;
  const images: Images = { web: name("web"), api: name("api"), proxy: name("proxy"), supabase: name("supabase") };
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
