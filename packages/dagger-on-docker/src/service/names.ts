import type { ServiceState } from "../api/service.ts";
import { type Bindings, mountIds } from "../build/fs.ts";
import { digest } from "../graph.ts";

/**
 * The name of a service in its session's network, the same for the same service and those behind it, in all sessions: a
 * letter first, as host names want.
 */
export function serviceName({ container, args }: ServiceState): string {
  const { fs, lastExec: _, mounts, services, ...rest } = container;
  return `s${digest([fs.id, mountIds(mounts), serviceNames(services), rest, args]).slice(0, 12)}`;
}

/** alias → name: what decides over a container's services. */
export const serviceNames = (services: Bindings): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(services).map(([alias, service]) => [alias, serviceName(service)]));
