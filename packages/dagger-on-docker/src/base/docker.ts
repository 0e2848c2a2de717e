import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { BaseImageError } from "./errors.ts";
import { type Finished, type RunOptions, run } from "./process.ts";

/** Where Docker's client looks for its plugins, whichever client it is. */
const PLUGIN_FOLDERS = [
  "/usr/local/lib/docker/cli-plugins",
  "/usr/local/libexec/docker/cli-plugins",
  "/usr/lib/docker/cli-plugins",
  "/usr/libexec/docker/cli-plugins",
];

const chosen = new Map<string, string>();

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
  if ([own, ...PLUGIN_FOLDERS].some((folder) => existsSync(join(folder, "docker-buildx")))) return true;
  return spawnSync(docker, ["buildx", "version"], { env, stdio: "ignore" }).status === 0;
}

function choose(env: NodeJS.ProcessEnv): string {
  const clients = (env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "docker"))
    .filter(isExecutable);
  const docker = clients.find((client) => hasBuildx(client, env));
  if (docker !== undefined) return docker;
  throw new BaseImageError(
    "No usable Docker client was found",
    clients.length === 0 ? "there is no docker in PATH" : `${clients.join(", ")}: no buildx plugin`,
    "Install Docker with buildx (Debian, Ubuntu: apt-get install docker.io docker-buildx), or set DOCKER_BIN.",
  );
}

/**
 * The first `docker` in PATH that can build with BuildKit; DOCKER_BIN overrides it.
 *
 * @returns its path, found once for each PATH
 * @throws BaseImageError when there is none
 */
export function dockerBinary(env: NodeJS.ProcessEnv = process.env): string {
  if (env.DOCKER_BIN) return env.DOCKER_BIN;
  const key = env.PATH ?? "";
  const docker = chosen.get(key) ?? choose(env);
  chosen.set(key, docker);
  return docker;
}

/** Runs Docker's client. */
export function docker(args: readonly string[], options?: RunOptions): Promise<Finished> {
  return run(dockerBinary(), args, options);
}
