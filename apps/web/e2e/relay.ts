import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A way into the site under test by a name that browsers trust. */
export interface Relay {
  /** e.g. `http://localhost:41234` */
  address: string;
  close(): Promise<void>;
}

/**
 * Passes TCP from a free port of this machine to the site. The session's `__Host-` cookie needs a secure
 * origin: plain http on `localhost` is one, plain http on a container's name is not.
 *
 * @param site - the site's address, http only
 */
export async function relay(site: URL): Promise<Relay> {
  const open = new Set<Socket>();
  const server = createServer((browser) => {
    const service = connect(Number(site.port || 80), site.hostname);
    for (const [from, to] of [
      [browser, service],
      [service, browser],
    ] as const) {
      open.add(from);
      from.pipe(to);
      // Either end may go at any time; the other one then has nobody left to talk to.
      from.on("error", () => to.destroy()).on("close", () => open.delete(from));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of open) socket.destroy();
    });
  return { address: `http://localhost:${port}`, close };
}
