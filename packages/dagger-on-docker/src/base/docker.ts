import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { BaseImageError, type Finished, type RunOptions, run } from "./process.ts";

/** Where Docker's client looks for its plugins, whichever client it is. */
const pluginFolders = ["/usr/local/lib", "/usr/local/libexec", "/usr/lib", "/usr/libexec"].map((folder) =>
  join(folder, "docker/cli-plugins"),
);

let chosen: string | undefined;

/**
 * The first `docker` in PATH that can build with BuildKit; DOCKER_BIN overrides it.
 *
 * @throws BaseImageError when there is none
 */
export function dockerBinary(): string {
  chosen ??= findDocker(process.env);
  return chosen;
}

/** Looks for dockerBinary() in an environment. */
export function findDocker(env: NodeJS.ProcessEnv): string {
  const clients = (env.PATH ?? "").split(delimiter).map((folder) => join(folder, "docker"));
  const docker = env.DOCKER_BIN || clients.find((client) => isExecutable(client) && hasBuildx(client, env));
  if (docker) return docker;
  throw new BaseImageError(
    "There is no Docker client with the buildx plugin in PATH",
    "Install both (Debian, Ubuntu: apt-get install docker.io docker-buildx), or set DOCKER_BIN.",
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Looks for the plugin's file first: starting a client to ask it costs 50 ms of every call. */
function hasBuildx(docker: string, env: NodeJS.ProcessEnv): boolean {
  const own = join(env.DOCKER_CONFIG ?? join(homedir(), ".docker"), "cli-plugins");
  if ([own, ...pluginFolders].some((folder) => existsSync(join(folder, "docker-buildx")))) return true;
  return spawnSync(docker, ["buildx", "version"], { env, stdio: "ignore" }).status === 0;
}

/** Runs Docker's client. */
export function docker(args: readonly string[], options?: RunOptions): Promise<Finished> {
  return run(dockerBinary(), args, options);
}
