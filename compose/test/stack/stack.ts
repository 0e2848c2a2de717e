import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";
import { inject } from "vitest";
import { dockerBinary } from "../../../packages/dagger-on-docker/src/base/index.ts";
import { docker, run } from "./programs.ts";

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

/** One answer, read to its end. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Any address in the network that is nobody's: limits are for each. */
export const anybody = (): string =>
  [10, ...Array.from({ length: 3 }, () => Math.floor(Math.random() * 254) + 1)].join(".");

/** Asks the proxy over TLS, as a visitor from `from`. */
export const ask: Asking = (path, options) => asks({ port: facts().https })(path, options);

/** How a proxy is asked over TLS, as a visitor from `from`. */
export type Asking = (path: string, options?: Asked) => Promise<Answer>;

/** Asks the proxy that is there; this machine's if nothing else is said. */
export const asks =
  (there: { host?: string; port: number }): Asking =>
  (path, { from = anybody(), body = "", ...options } = {}) =>
    send(httpsRequest, { rejectUnauthorized: false, path, ...named({ ...there, ...options }, from) }, body);

/** Asks the proxy without TLS. */
export function askPlainly(path: string, options: RequestOptions = {}): Promise<Answer> {
  return send(httpRequest, { port: facts().http, path, ...named(options, anybody()) }, "");
}

type Asked = RequestOptions & { from?: string; body?: string | Buffer };

const named = (options: RequestOptions, from: string): RequestOptions => ({
  host: "127.0.0.1",
  servername: "flipdocs.test",
  ...options,
  headers: { host: "flipdocs.test", "x-forwarded-for": from, ...options.headers },
});

function send(request: typeof httpsRequest, options: RequestOptions, sent: string | Buffer): Promise<Answer> {
  return new Promise((done, failed) => {
    const outgoing = request(options, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      response.on("error", failed);
      response.on("end", () => done({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    outgoing.on("error", failed).end(sent);
  });
}
