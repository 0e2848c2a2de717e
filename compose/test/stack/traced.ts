import { type SentSpan, spansIn } from "../../../testing/otlp.ts";
import { docker, until } from "../../../testing/programs.ts";
import { type Beside, proxyBeside } from "./proxy-beside.ts";
import { address, compose, facts } from "./stack.ts";

/** A line for each body that comes, and a page that says all of it. */
const SCRIPT = `
process.on("SIGTERM", () => process.exit());
require("node:http").createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString();
  if (request.url === "/v1/traces") console.log(body);
  response.setHeader("content-type", "application/json").end("{}");
}).listen(4318, () => console.log("listening"));
`;

/** Proxy, web server and API of the stack's images, beside those that the stack has, and where they send their spans. */
export interface TracedSite {
  proxy: Beside;
  /** Containers. */
  web: string;
  api: string;
  /** All that was sent so far, as it was sent. */
  sent(): Promise<string>;
  spans(): Promise<SentSpan[]>;
  remove(): Promise<void>;
}

/** Starts one. It has a queue of its own, so that no other worker takes its jobs. */
export async function tracedSite(): Promise<TracedSite> {
  const { project, env } = facts();
  const run = ["run", "--detach", "--network", `${project}_app`, env.NODE_IMAGE ?? "", "node", "-e", SCRIPT];
  const collector = await docker(...run);
  await until(60, async () => (await docker("logs", collector)).includes("listening"));
  const endpoint = `OTEL_EXPORTER_OTLP_ENDPOINT=http://${await address(collector, "app")}:4318`;
  const started = [collector];
  const service = async (name: string, variable: string) => {
    const variables = [endpoint, variable].flatMap((one) => ["--env", one]);
    const container = (await compose("run", "--detach", "--no-deps", ...variables, name)).split("\n").at(-1) ?? "";
    started.push(container);
    return { container, at: await address(container, "app") };
  };
  const api = await service("api", "REDIS_URL=redis://redis:6379/5");
  const web = await service("web", `API_URL=http://${api.at}:3001`);
  const hosts = [`web:${web.at}`, `api:${api.at}`].flatMap((one) => ["--add-host", one]);
  const proxy = await proxyBeside({}, { asked: hosts });
  started.push(proxy.id);
  const sent = () => docker("logs", collector);
  const lines = async () => (await sent()).split("\n").filter((line) => line.startsWith("{"));
  return {
    proxy,
    web: web.container,
    api: api.container,
    sent,
    spans: async () => (await lines()).flatMap(spansIn),
    remove: async () => void (await docker("rm", "--force", "--volumes", ...started)),
  };
}
