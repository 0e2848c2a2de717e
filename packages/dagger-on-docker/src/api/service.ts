import type { Args, Resolver } from "../graph.ts";
import { serviceName } from "../service/names.ts";
import type { Session } from "../session.ts";
import { type ContainerState, tcpPorts } from "./container-state.ts";

/** A port of a service and the one it is reached at. */
export interface PortForward {
  readonly frontend?: number | null;
  readonly backend: number;
}

/** A service as a value: a container that is to run, and what it is started with. */
export interface ServiceState {
  readonly container: ContainerState;
  readonly args: { readonly args?: readonly string[]; readonly useEntrypoint?: boolean };
}

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
