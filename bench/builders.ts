import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { dockerBinary } from "../packages/dagger-on-docker/src/base/docker.ts";
import * as processes from "../packages/dagger-on-docker/src/base/process.ts";
import { hostCa } from "../packages/dagger-on-docker/src/build/host-ca.ts";
import type { App } from "../testing/edits.ts";
import { root } from "../testing/programs.ts";
import type { DockerHost } from "./docker-host.ts";

/** One way to build the two apps from a copy of the repository. */
export interface Builder {
  readonly name: string;
  /** Builds one app, and tells nothing but that it worked. */
  build(folder: string, app: App): Promise<void>;
  /** Builds both: by one command after the other, and at once. One call does the latter: then it counts for both. */
  readonly buildBoth: { readonly inTurn?: (folder: string) => Promise<void>; atOnce(folder: string): Promise<void> };
  /** Leaves the app's image in Docker under a name. */
  image(folder: string, app: App, name: string): Promise<void>;
}

/** The guide's Dockerfiles, by `docker build`: one after the other, and both at once as `docker compose build` does it. */
export function guide(host: DockerHost): Builder {
  const ca = hostCa();
  const secret = ca ? ["--secret", `id=ca,src=${ca}`] : [];
  const build = (folder: string, app: App, ...output: string[]) => {
    const file = join(root, `bench/guide/${app}.Dockerfile`);
    return run(dockerBinary(), ["build", ...secret, "--file", file, ...output, "."], { cwd: folder, env: host.env });
  };
  // Without an image in Docker's store, as `call build-web` leaves none: both sides do the same work.
  const cached = (folder: string, app: App) => build(folder, app, "--output", "type=cacheonly");
  return {
    name: "guide's Dockerfiles",
    build: cached,
    image: (folder, app, name) => build(folder, app, "--tag", name),
    buildBoth: {
      inTurn: (folder) => cached(folder, "web").then(() => cached(folder, "api")),
      atOnce: async (folder) => void (await Promise.all([cached(folder, "web"), cached(folder, "api")])),
    },
  };
}

/** Our stages, on Docker alone or on a Dagger engine. */
export function pipeline(host: DockerHost, engine: "docker" | "dagger"): Builder {
  const call = (folder: string, ...words: string[]) =>
    run("./daggerw", ["call", ...words], { cwd: folder, env: { ...host.env, FLIPDOCS_ENGINE: engine } });
  return {
    name: engine === "docker" ? "our stages, Docker alone" : "our stages, Dagger engine",
    build: (folder, app) => call(folder, `build-${app}`),
    image: (folder, app, name) => call(folder, `build-${app}`, "export-image", "--name", name),
    buildBoth: { atOnce: (folder) => call(folder, "build") },
  };
}

/** Why no Dagger engine can be had here; undefined where one answers. */
export function noEngine(folder: string, host: DockerHost): string | undefined {
  const env = { ...host.env, FLIPDOCS_ENGINE: "dagger" };
  const { status, stderr } = spawnSync("./daggerw", ["version"], { cwd: folder, env, encoding: "utf8" });
  if (status === 0) return undefined;
  return /daggerw: (.*)/.exec(stderr)?.[1] ?? `daggerw ended with ${status}`;
}

async function run(program: string, args: readonly string[], options: processes.RunOptions): Promise<void> {
  const { code, stderr } = await processes.run(program, args, options);
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} failed:\n${stderr.slice(-4000)}`);
}
