import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { docker, until } from "../../../testing/programs.ts";
import { address, facts } from "./stack.ts";

/**
 * A resolver, and all services there are by its word. `stuck`: it takes every connection, and answers none. `failing`: it
 * says that it cannot say, and next where the stack's own services are. `forgetful`: it says where they are, next that
 * there are none, and then where they are again.
 */
export type Manner = "stuck" | "failing" | "forgetful";

export interface Neighbour {
  id: string;
  /** What makes a container ask it. */
  asked: string[];
  /** It goes on to what it says next. */
  goOn(): Promise<unknown>;
}

/**
 * In DNS an answer repeats the question; 0xc00c points to its name, and a record of 4 bytes lives for a second. 2 is that
 * it cannot say, 3 that there is no such name.
 */
const SCRIPT = `
const { createServer } = require("node:net");
const { networkInterfaces } = require("node:os");
const { resolve4 } = require("node:dns").promises;
const own = Object.values(networkInterfaces()).flat().find(({ internal, family }) => !internal && family === "IPv4").address;
const itself = async () => [own];
const says = { stuck: [itself], failing: [2, resolve4], forgetful: [resolve4, 3, resolve4] }[process.argv[1]];
process.on("SIGUSR2", () => says.shift());
process.on("SIGTERM", () => process.exit());
for (const port of [3000, 3001]) createServer(() => {}).listen(port);
const socket = require("node:dgram").createSocket("udp4");
socket.on("message", async (query, { port, address }) => {
  const name = query.toString("latin1", 13, 13 + query[12]);
  const [word] = says;
  const [found] = typeof word === "number" ? [] : await word(name).catch(() => []);
  const head = Buffer.from(query.subarray(0, query.indexOf(0, 12) + 5));
  head.writeUInt16BE(0x8180 + (found ? 0 : typeof word === "number" ? word : 2), 2);
  head.writeUInt16BE(found ? 1 : 0, 6);
  head.fill(0, 8, 12);
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, ...(found ?? "").split(".").map(Number)]);
  socket.send(found ? Buffer.concat([head, record]) : head, port, address);
});
socket.bind(53, () => console.log("listening"));
`;

/** Starts one on the network of proxy and services. */
export async function neighbour(manner: Manner): Promise<Neighbour> {
  const { project, folder, env } = facts();
  const run = ["run", "--detach", "--user", "0", "--network", `${project}_app`, env.NODE_IMAGE ?? ""];
  const id = await docker(...run, "node", "-e", SCRIPT, manner);
  await until(60, async () => (await docker("logs", id)).includes("listening"));
  const file = join(folder, `resolv-${manner}.conf`);
  writeFileSync(file, `nameserver ${await address(id, "app")}\n`);
  return { id, asked: ["--volume", `${file}:/etc/resolv.conf:ro`], goOn: () => docker("kill", "-s", "USR2", id) };
}
