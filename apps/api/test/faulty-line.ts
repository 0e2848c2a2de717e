import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A line to a neighbour, on which faults can be made as networks and hosts make them. */
export type FaultyLine = {
  /** The neighbour's address, by this line. */
  url: string;
  /** Open connections go silent for ever and nobody is told, as when a host loses power; new ones are well. */
  lose: () => void;
  /** Connections are taken, and nothing is ever answered: a frozen process. */
  freeze: () => void;
  /** What a frozen line was given is passed on, and all goes on. */
  thaw: () => void;
  /** Each of Redis' commands is answered by this error, e.g. `LOADING Redis is loading`; without one all goes on. */
  refuseBy: (error: string | undefined) => void;
  /** Answers come so much later. */
  delay: (ms: number) => void;
  /** Nobody is there; who was connected is told. */
  refuse: () => Promise<void>;
  accept: () => Promise<void>;
  /** How many connections were made so far. */
  connections: () => number;
  close: () => Promise<void>;
};

/**
 * Lays a line.
 *
 * @param address the neighbour's, e.g. `redis://redis:6379/1`
 * @returns the line; close it
 */
export async function faultyLine(address: string): Promise<FaultyLine> {
  const to = new URL(address);
  const open = new Set<Socket>();
  const lost = new WeakSet<Socket>();
  let frozen = false;
  let refusal: string | undefined;
  let late = 0;
  let connections = 0;
  const server = createServer((client) => {
    const neighbour = connect(Number(to.port || (to.protocol === "https:" ? 443 : 80)), to.hostname);
    connections += 1;
    client.on("data", (data) => {
      if (refusal === undefined) neighbour.write(data);
      else client.write(`-${refusal}\r\n`.repeat(commandsIn(data)));
    });
    neighbour.on("data", (data) => void setTimeout(() => client.write(data), late));
    for (const [one, other] of [
      [client, neighbour],
      [neighbour, client],
    ] as const) {
      open.add(one);
      one.on("error", () => other.destroy()).on("close", () => open.delete(one) && other.end());
      if (frozen) one.pause();
    }
  });
  const listen = async (port: number) => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  };
  const each = (act: (socket: Socket) => void) => open.forEach(act);
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const refuse = async () => {
    each((socket) => socket.destroy());
    if (server.listening) await new Promise((closed) => server.close(closed));
  };
  return {
    url: `${to.protocol}//127.0.0.1:${port}${to.pathname}`,
    lose: () => each((socket) => lost.add(socket.pause())),
    freeze: () => {
      frozen = true;
      each((socket) => socket.pause());
    },
    thaw: () => {
      frozen = false;
      each((socket) => lost.has(socket) || socket.resume());
    },
    refuseBy: (error) => {
      refusal = error;
    },
    delay: (ms) => {
      late = ms;
    },
    refuse,
    accept: () => listen(port),
    connections: () => connections,
    close: refuse,
  };
}

/** How many commands begin here: each is a list, whose length stands in a line of its own. */
const commandsIn = (data: Buffer): number => data.toString("latin1").match(/^\*\d+\r$/gm)?.length ?? 0;
