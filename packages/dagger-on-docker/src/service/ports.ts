import { connect } from "node:net";
import type { Place } from "./forward.ts";
import type { Network, Started } from "./network.ts";

const patience = 120_000;

/**
 * Waits until a service answers on its ports.
 *
 * @throws with the end of its log where it stopped, or did not answer within two minutes
 */
export async function waitForPorts(
  network: Network,
  service: Started,
  ports: readonly number[],
  { name, log }: { readonly name: string; readonly log: () => Promise<string> },
): Promise<void> {
  const giveUp = Date.now() + patience;
  for (const port of ports) {
    // A container that has ended has neither an address nor a port.
    while (!(await network.place(service, port).then(answers, () => false))) {
      const state = await network.state(service.container);
      const late = Date.now() > giveUp && `did not listen on port ${port} within ${patience / 1000} s`;
      const why = state === "running" ? late : `ended before it listened on port ${port} (${state})`;
      if (why) throw new Error(`the ${name} ${why}:\n${await log()}`);
      await new Promise((again) => setTimeout(again, 50));
    }
  }
}

/** A published port takes connections before anybody listens behind it, and ends them again. */
const lastsMs = 200;

function answers(place: Place): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ ...place, timeout: 1000 });
    const end = (up: boolean) => {
      socket.destroy();
      done(up);
    };
    socket
      .on("connect", () => (isLoopback(place) ? setTimeout(() => end(true), lastsMs) : end(true)))
      .on("data", () => end(true))
      .on("end", () => end(false))
      .on("error", () => end(false))
      .on("timeout", () => end(false));
  });
}

const isLoopback = ({ host }: Place): boolean => host === "::1" || host.startsWith("127.");
