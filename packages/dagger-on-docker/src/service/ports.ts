import { connect } from "node:net";
import type { Network } from "./network.ts";

const patience = 120_000;

/**
 * Waits until a service answers on its ports.
 *
 * @throws with the end of its log where it stopped, or did not answer within two minutes
 */
export async function waitForPorts(
  network: Network,
  service: { container: string; address: string },
  ports: readonly number[],
  log: () => Promise<string>,
): Promise<void> {
  const giveUp = Date.now() + patience;
  for (const port of ports) {
    while (!(await answers(service.address, port))) {
      const state = await network.state(service.container);
      if (state !== "running")
        throw new Error(
          `the service ${service.container} ended before it listened on port ${port} (${state}):\n${await log()}`,
        );
      if (Date.now() > giveUp)
        throw new Error(
          `the service ${service.container} did not listen on port ${port} within ${patience / 1000} s:\n${await log()}`,
        );
      await new Promise((again) => setTimeout(again, 50));
    }
  }
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host, port, timeout: 1000 });
    const end = (up: boolean) => {
      socket.destroy();
      done(up);
    };
    socket
      .on("connect", () => end(true))
      .on("error", () => end(false))
      .on("timeout", () => end(false));
  });
}
