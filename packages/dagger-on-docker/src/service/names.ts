import type { ServiceState } from "../api/service.ts";
import { mountIds } from "../build/fs.ts";
import { digest } from "../graph.ts";

/** The name of a service in its session's network, the same for the same service: a letter first, as host names want. */
export function serviceName({ container, args }: ServiceState): string {
  const { fs, lastExec: _, mounts, ...rest } = container;
  return `s${digest([fs.id, mountIds(mounts), rest, args]).slice(0, 12)}`;
}
