import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { BaseImageError, type Finished, type RunOptions, run } from "./process.ts";

/** Where Docker's client looks for its plugins, whichever client it is. */
const pluginFolders = ["/usr/local/lib", "/usr/local/libexec", "/usr/lib", "/usr/libexec"].map((folder) =>
  join(folder, "docker/cli-plugins"),
);

let chosen: string | undefined;

/**
 * The `docker` in PATH; DOCKER_BIN overrides it.
 *
 * @throws BaseImageError when there is none, or the one in PATH cannot build with BuildKit
 */
export function dockerBinary(): string {
  chosen ??= findDocker(process.env);
  return chosen;
}

/** Looks for dockerBinary() in an environment. */
export function findDocker(env: NodeJS.ProcessEnv): string {
  const name = env.DOCKER_BIN || "docker";
  const clients = name.includes("/") ? [name] : (env.PATH ?? "").split(delimiter).map((folder) => join(folder, name));
  const docker = clients.find((client) => existsSync(client));
  if (docker && (env.DOCKER_BIN || buildxFile(env) || builds(docker, env))) return docker;
  if (env.DOCKER_BIN)
    throw new BaseImageError(`DOCKER_BIN is ${name}, which is not there`, "Name Docker's client by it.");
  throw new BaseImageError(
    "There is no Docker client with the buildx plugin in PATH",
    "Install both (Debian, Ubuntu: apt-get install docker.io docker-buildx), or set DOCKER_BIN.",
  );
}

/** Asked where the plugin's file is not found: starting a client costs 50 ms of every call. */
const builds = (docker: string, env: NodeJS.ProcessEnv): boolean =>
  spawnSync(docker, ["buildx", "version"], { env, stdio: "ignore" }).status === 0;

const configFolder = (env: NodeJS.ProcessEnv): string => env.DOCKER_CONFIG || join(env.HOME || homedir(), ".docker");

/** What is used here of a person's configuration of Docker's client. */
interface DockerConfig {
  readonly currentContext?: string;
  /** By the daemon's address, or `default`: what containers and builds are given. */
  readonly proxies?: Readonly<Record<string, { readonly noProxy?: string }>>;
}

/** As Docker's client takes it: a file that is not there, or is not JSON, says nothing; the client warns of the latter. */
export function dockerConfig(env: NodeJS.ProcessEnv): DockerConfig {
  const file = join(configFolder(env), "config.json");
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, "utf8")) ?? {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function buildxFile(env: NodeJS.ProcessEnv): string | undefined {
  const folders = [join(configFolder(env), "cli-plugins"), ...pluginFolders];
  return folders.map((folder) => join(folder, "docker-buildx")).find((file) => existsSync(file));
}

/**
 * How a build is started: by buildx itself where its file is found, since Docker's client takes 0.1 s to get there. It
 * builds where the current context points, whatever builder BUILDX_BUILDER or `docker buildx use` has chosen: bases and
 * images are in that Docker's store, which other builders do not share.
 */
export function builder(env: NodeJS.ProcessEnv): { readonly program: string; readonly env: NodeJS.ProcessEnv } {
  const file = env.DOCKER_BIN ? undefined : buildxFile(env);
  const own = { ...env, BUILDX_BUILDER: currentContext(env) };
  if (!file) return { program: env.DOCKER_BIN || dockerBinary(), env: { ...own, DOCKER_BUILDKIT: "1" } };
  return { program: file, env: own };
}

/** Docker's own order: an address stands above a context, and the variable above the configuration. */
function currentContext(env: NodeJS.ProcessEnv): string {
  if (env.DOCKER_HOST) return "default";
  if (env.DOCKER_CONTEXT) return env.DOCKER_CONTEXT;
  return dockerConfig(env).currentContext || "default";
}

export function dockerBuild(args: readonly string[], options: RunOptions): Promise<Finished> {
  const { program, env } = builder(options.env ?? process.env);
  return run(program, ["build", ...args], { ...options, env });
}

export function docker(args: readonly string[], options?: RunOptions): Promise<Finished> {
  return run(dockerBinary(), args, options);
}
