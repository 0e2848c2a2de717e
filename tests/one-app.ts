import { until } from "../testing/programs.ts";
import { build, docker } from "./programs.ts";

/** Builds an app of a monorepo, and runs its image under the same name. */
export async function run(app: string, folder: string, image: string): Promise<void> {
  await build(["app", "--name", app, "runner", "export-image", "--name", image], { cwd: folder });
  await docker("run", "--detach", "--name", image, "--read-only", image);
}

/** What the app's own health check hears, once it serves. */
export const answer = (container: string): Promise<string> =>
  until(30, () => docker("exec", container, "bun", "dist/healthcheck.js").catch(() => ""));

/** Removes both, as far as they are there. */
export async function remove(image: string): Promise<void> {
  await docker("rm", "--force", image).catch(() => undefined);
  await docker("image", "rm", image).catch(() => undefined);
}
