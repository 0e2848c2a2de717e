import type { ComposeConfig, Named, Network } from "./compose-config.js";
import { refusals } from "./refusals.js";
import { type StackService, stackService } from "./stack-service.js";

/** A file that `docker stack deploy -c` takes. */
export interface StackFile {
  version: string;
  services: Record<string, StackService>;
  networks: Record<string, Named>;
  volumes: Record<string, Named>;
  secrets: Record<string, Named>;
  configs: Record<string, Named>;
}

/** What a stack would lose without a word, all of it at once. */
export class NotForSwarm extends Error {
  override name = "NotForSwarm";
  constructor(readonly paths: readonly string[]) {
    super(`Swarm has nothing for: ${paths.join(", ")}. Leave it out, or say it in a way that Swarm knows.`);
  }
}

/** The first version that asks a container's health more often while it starts (Docker 25). */
const VERSION = "3.12";

/**
 * Renders the Compose file for Swarm: what `docker stack deploy` refuses is said in its words, and what it would
 * read over without a word is translated, or an error.
 *
 * `docker compose -f compose/prod.yml config --format json | bun compose/prod/swarm.ts | docker stack deploy --detach=false -c - flipdocs`
 *
 * @param config as `docker compose config --format json` prints it
 * @param versions of secrets and configs, by key: Swarm never changes one that is there, so a new content needs a new
 *   name; without a version the name stays
 * @returns the stack file; names that Compose made of its project's are left to the stack's
 * @throws NotForSwarm when something cannot be said: it names every path
 */
export function stackFile(config: ComposeConfig, versions: Readonly<Record<string, string>> = {}): StackFile {
  const refused = refusals(config);
  if (refused.length > 0) throw new NotForSwarm(refused);
  const named = <T extends Named>(all: Record<string, T> = {}) =>
    mapped(all, (one, key) => ownName(config.name, key, one));
  const versioned = (all?: Record<string, Named>) =>
    mapped(named(all), (one, key) => withVersion(config.name, key, one, versions[key]));
  return {
    version: VERSION,
    services: mapped(config.services, stackService),
    networks: mapped(named(config.networks), overlay),
    volumes: named(config.volumes),
    secrets: versioned(config.secrets),
    configs: versioned(config.configs),
  };
}

function mapped<T, R>(all: Record<string, T>, change: (one: T, key: string) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(all).map(([key, one]) => [key, change(one, key)]));
}

/** Leaves the name to the stack where it is what Compose makes of its project's. */
function ownName<T extends Named>(project: string, key: string, { name, ...one }: T): Omit<T, "name"> & Named {
  const isOurs = !one.external && name === `${project}_${key}`;
  return { ...one, ...(name && !isOurs && { name }) };
}

function withVersion(project: string, key: string, one: Named, version?: string): Named {
  return version && !one.external ? { ...one, name: `${one.name ?? `${project}_${key}`}_${version}` } : one;
}

/**
 * A network that reaches every host. Where Compose says nothing of its driver or its addresses, Swarm chooses. IPv6 is
 * left out: between replicas nobody needs it, and visitors come by a bridge that is the host's own (docs/production.md).
 */
function overlay({ driver, ipam, enable_ipv6: _, ...network }: Network): Network {
  if (network.external) return network;
  const { config, ...others } = ipam ?? {};
  const subnets = config?.filter(({ subnet }) => !subnet?.includes(":")) ?? [];
  const addresses = { ...others, ...(subnets.length > 0 && { config: subnets }) };
  return {
    driver: driver && driver !== "bridge" ? driver : "overlay",
    ...network,
    ...(Object.keys(addresses).length > 0 && { ipam: addresses }),
  };
}
