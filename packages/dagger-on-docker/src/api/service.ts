import { type ServiceState, serviceName } from "../build/fs.ts";
import type { Args, Resolver } from "../graph.ts";
import type { Session } from "../session.ts";
import { tcpPorts } from "./container-state.ts";

function endpoint(state: ServiceState, { port, scheme }: Args): string {
  const first = port ?? tcpPorts(state.container)[0];
  if (first === undefined) throw new Error("no ports exposed: name one, or give the container withExposedPort");
  return `${scheme ? `${scheme}://` : ""}${serviceName(state)}:${first}`;
}

export const serviceFields: { [field: string]: Resolver<Session, ServiceState> } = {
  endpoint,
  start: (state, _, { services }) => services.start(state),
  sync: (state, _, { services }) => services.start(state),
  stop: (state, _, { services }) => services.stop(state),
  up: (state, { ports }, { services }) => services.up(state, ports),
};
