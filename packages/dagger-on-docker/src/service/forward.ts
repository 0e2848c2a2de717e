import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A place that takes connections: an address and a port of it. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

/** Connections that are handed on: from which port of this machine, and what ends it, with those that are open. */
export interface Forwarding {
  readonly port: number;
  close(): void;
}

/**
 * Takes connections at a place of this machine and hands each on to another place.
 *
 * @param from where; the system chooses the port 0
 * @param to asked for each connection: it may be a while until there is an answer
 * @throws where the port is taken, saying what to do
 */
export async function forward(from: Place, to: () => Promise<Place>): Promise<Forwarding> {
  const open = new Set<Socket>();
  const tracked = (socket: Socket, onError: () => void) => {
    open.add(socket);
    return socket.on("error", onError).on("close", () => open.delete(socket));
  };
  const server = createServer({ allowHalfOpen: true }, async (client) => {
    tracked(client, () => client.destroy());
    try {
      const target = tracked(connect({ ...(await to()), allowHalfOpen: true }), () => client.destroy());
      client.on("error", () => target.destroy());
      client.pipe(target).pipe(client);
    } catch {
      client.destroy(); // whoever started the other side is told why it is not there
    }
  });
  await new Promise<void>((done, fail) => {
    server.once("error", (error) => fail(notTaken(error, from))).listen(from.port, from.host, done);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

function notTaken(error: NodeJS.ErrnoException, { port }: Place): Error {
  if (error.code === "EADDRINUSE")
    return new Error(`port ${port} of this machine is taken: stop what listens there, or choose another one`);
  if (error.code === "EACCES")
    return new Error(`port ${port} of this machine is for root: choose one from 1024 upwards`);
  return error;
}
