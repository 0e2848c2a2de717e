import type { Args, Resolver } from "../graph.ts";
import type { Session } from "../session.ts";
import type { ContainerState, ExposedPort } from "./container-state.ts";

/** A port of a service and the one it is reached at. */
export interface PortForward {
  readonly frontend?: number | null;
  readonly backend: number;
  readonly protocol?: string | null;
}

/** A service as a value: a container that runs, a server of the host, or a way from the host into a service. */
export type ServiceState =
  | { readonly kind: "container"; readonly container: ContainerState; readonly args: Args }
  | {
      readonly kind: "host";
      readonly host: string;
      readonly ports: readonly PortForward[];
      readonly id: string;
    }
  | {
      readonly kind: "tunnel";
      readonly service: string;
      readonly ports: readonly PortForward[];
      readonly native: boolean;
    };

const portsOf = (state: ServiceState): readonly ExposedPort[] =>
  state.kind === "container" ? state.container.ports : [];

async function endpoint(state: ServiceState, { port, scheme }: Args, { services }: Session): Promise<string> {
  const host = await services.hostname(state);
  const first = port ?? portsOf(state)[0]?.port ?? (await services.tunnelPort(state));
  if (first === undefined) throw new Error("no ports exposed");
  return `${scheme ? `${scheme}://` : ""}${host}:${first}`;
}

/** Fields of Service. */
export const serviceFields: { [field: string]: Resolver<Session, ServiceState> } = {
  hostname: (state, _, { services }) => services.hostname(state),
  endpoint,
  ports: (state) => portsOf(state),
  start: (state, _, { services }) => services.start(state),
  sync: (state, _, { services }) => services.start(state),
  stop: (state, { kill }, { services }) => services.stop(state, kill),
  up: async (state, { ports, random }, { services }) => {
    await services.up(state, ports ?? [], random);
    return null;
  },
};
