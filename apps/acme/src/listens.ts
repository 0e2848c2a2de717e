import { connect } from "node:net";

/** Says within three seconds whether anybody listens at an address, as in `proxy:8080`. */
export function listens(address: string): Promise<boolean> {
  const { hostname, port } = new URL(`tcp://${address}`);
  const socket = connect({ host: hostname, port: Number(port), timeout: 3000 });
  return new Promise<boolean>((done) => {
    socket.on("connect", () => done(true));
    for (const event of ["error", "timeout"]) socket.on(event, () => done(false));
  }).finally(() => socket.destroy());
}
