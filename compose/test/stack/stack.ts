import { request as httpRequest } from "node:http";
import type { RequestOptions } from "node:https";
import { inject } from "vitest";
import { dockerBinary } from "../../../packages/dagger-on-docker/src/base/index.ts";
import { type Answer, type Asking, anybody, asks, named, send } from "../../../testing/asking.ts";
import { docker, run } from "../../../testing/programs.ts";

/** What the tests know of the stack. */
export interface StackFacts {
  project: string;
  /** What the tests write lies here, and goes with it. */
  folder: string;
  http: number;
  https: number;
  /** The variables of compose/prod.yml. */
  env: Record<string, string>;
}

/** Runs Compose on the stack; `files` are laid over it. */
export function composeCommand({ project, env }: StackFacts, ...args: string[]): Promise<string> {
  const files = ["compose/prod.yml", "compose/test/stack/compose.yml"].flatMap((file) => ["--file", file]);
  const variables = { ...process.env, ...env, STACK: project };
  return run(dockerBinary(), ["compose", ...files, ...args], { env: variables });
}

export const facts = (): StackFacts => inject("stack");
export const compose = (...args: string[]): Promise<string> => composeCommand(facts(), ...args);

/** The ids of a service's containers. */
export const containers = async (service: string): Promise<string[]> =>
  (await compose("ps", "--quiet", service)).split("\n").filter(Boolean);

/** Runs a program of the tools image beside the proxy, and returns what it printed. */
export const tools = (...command: string[]): Promise<string> =>
  docker("run", "--rm", "--network", `${facts().project}_edge`, facts().env.TOOLS_IMAGE ?? "", ...command);

/** The address of a container on one of the stack's networks. */
export function address(container: string, network: string): Promise<string> {
  const name = `${facts().project}_${network}`;
  return docker("inspect", "--format", `{{(index .NetworkSettings.Networks "${name}").IPAddress}}`, container);
}

/** The addresses of the upstreams that answered the last requests to a proxy, by its container. */
export async function lastUpstreams(proxy: string, count: number): Promise<string[]> {
  const lines = (await docker("logs", "--tail", String(count), proxy)).split("\n");
  return lines
    .filter((line) => line.startsWith("{"))
    .map((line) => String((JSON.parse(line) as { upstream: string }).upstream));
}

/** Asks the proxy over TLS, as a visitor from `from`. */
export const ask: Asking = (path, options) => asks({ port: facts().https })(path, options);

/** Asks the proxy without TLS. */
export function askPlainly(path: string, options: RequestOptions = {}): Promise<Answer> {
  return send(httpRequest, { port: facts().http, path, ...named(options, anybody()) }, "");
}
