import { connect } from "node:net";
import { dockerBinary } from "../../../packages/dagger-on-docker/src/base/index.ts";
import { attempt, docker, until } from "../../../testing/programs.ts";
import type { Neighbour } from "./neighbour.ts";
import { address, facts } from "./stack.ts";

/** A proxy beside the stack's own, with another site's settings. */
export interface Beside {
  id: string;
  /** Where it is, and the address that it sees the tests come from. */
  host: string;
  peer: string;
  /** The visitors' addresses that are in its log, the last first. */
  clients(): Promise<string[]>;
}

const HARDENED = ["--read-only", "--tmpfs", "/tmp:size=32m,mode=1777", "--cap-drop", "ALL"];
const PRODUCTION = ["nginx", "-c", "/etc/nginx/prod.conf", "-g", "daemon off;"];

/**
 * Starts a proxy of the stack's image.
 *
 * @param neighbour who tells it where the services are, if not Docker
 */
export async function proxyBeside(env: Record<string, string>, neighbour?: Pick<Neighbour, "asked">): Promise<Beside> {
  const { project } = facts();
  const certificate = ["--volume", `${project}_certificate:/etc/nginx/tls:ro`];
  const network = `${project}_app`;
  const run = ["run", "--detach", ...HARDENED, ...certificate, "--network", network];
  const asked = neighbour?.asked ?? [];
  const id = await docker(...run, ...asked, ...variables(env), facts().env.PROXY_IMAGE ?? "", ...PRODUCTION);
  const host = await address(id, "app");
  const peer = await docker("network", "inspect", "--format", "{{(index .IPAM.Config 0).Gateway}}", network);
  await until(10, () => speak(host, 8081, "GET /nginx-health HTTP/1.0\r\n\r\n").then((text) => text.endsWith("ok\n")));
  // The names of the services are asked for when it starts, and not waited for.
  if (!neighbour) await docker("exec", id, "bash", "-c", "until getent hosts web api >/dev/null; do :; done");
  const clients = () =>
    until(10, async () => {
      const lines = (await docker("logs", id)).split("\n").filter((line) => line.startsWith("{"));
      return lines.length > 0 && lines.map((line) => (JSON.parse(line) as { client: string }).client).reverse();
    });
  return { id, host, peer, clients };
}

/** What a proxy says that does not start. */
export async function refusal(env: Record<string, string>): Promise<{ code: number; stderr: string }> {
  const id = await docker("run", "--detach", ...variables(env), facts().env.PROXY_IMAGE ?? "", "nginx", "-t");
  try {
    const code = Number(await docker("wait", id));
    // From its log: a client beside a container that ends at once may miss what it says. On a busy machine it comes late.
    return { code, stderr: await until(10, async () => (await attempt(dockerBinary(), ["logs", id])).stderr) };
  } finally {
    await docker("rm", "--force", id);
  }
}

const variables = (env: Record<string, string>): string[] =>
  Object.entries(env).flatMap(([name, value]) => ["--env", `${name}=${value}`]);

/** Sends bytes over TCP, and returns what comes until the other side closes. */
export function speak(host: string, port: number, bytes: string): Promise<string> {
  return new Promise((done) => {
    let text = "";
    const socket = connect({ host, port }, () => socket.write(bytes));
    socket.on("data", (data) => {
      text += data.toString("latin1");
    });
    socket.on("error", () => undefined).on("close", () => done(text));
  });
}
