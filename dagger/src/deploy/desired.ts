import type { ComposeConfig, Named } from "../release/compose-config.js";
import type { StackService } from "../release/stack-service.js";
import { type StackFile, stackFile } from "../release/swarm.js";
import { EXIT, Refusal } from "./refusal.js";
import { digestOf, type Release } from "./release.js";
import type { StackState } from "./state.js";

/** What a site's stack is made of. */
export interface Made {
  /** As Compose prints it; a service's image is the name of one of `images`. */
  config: ComposeConfig;
  /** References with digests, by the name that the configuration has for each. */
  images: Readonly<Record<string, string>>;
  /** The version of each secret that was given. */
  versions: Readonly<Record<string, string>>;
  /** Names of the secrets that are there. */
  secrets: readonly string[];
  /** What was deployed last, and what runs of it. */
  release: Release | null;
  state: StackState;
}

/** What nobody need give, since nobody else need know it: made on the host, once. */
const GENERATED = ["redis_password"];

/** The version of a secret that was made on the host. */
export const MADE = "made-here";

/**
 * The stack as it is wanted: images by digest, secrets by their versions, replicas as somebody has scaled them.
 *
 * @returns what `docker stack deploy` takes
 * @throws Refusal when a secret is missing that was never given, NotForSwarm when Swarm cannot do something
 */
export function desired({ config, images, versions, secrets, release, state }: Made): StackFile {
  const stack = stackFile(config);
  const services = Object.entries(stack.services).map(([name, service]) => {
    const image = images[String(service.image)] ?? String(service.image);
    const environment = { ...(service.environment as Record<string, string | null> | undefined) };
    if ("FLIPDOCS_RELEASE" in environment) environment.FLIPDOCS_RELEASE = digestOf(image);
    const replicas = scaled(name, service, release, state);
    const made = { ...service, image, ...(service.environment !== undefined && { environment }) };
    return [name, replicas === undefined ? made : withReplicas(made, replicas)];
  });
  const named = Object.keys(stack.secrets).map((key) => [
    key,
    secret(config.name, key, { versions, secrets, release }),
  ]);
  return { ...stack, services: Object.fromEntries(services), secrets: Object.fromEntries(named) };
}

/** The name under which Swarm keeps a secret of some version. */
export const secretName = (stack: string, key: string, version: string): string => `${stack}_${key}_${version}`;

/** A secret that is not given stays as the last release had it. */
function secret(stack: string, key: string, made: Pick<Made, "versions" | "secrets" | "release">): Named {
  const version = made.versions[key];
  const before = made.release?.stack.secrets[key]?.name;
  if (version) return { external: true, name: secretName(stack, key, version) };
  if (before && made.secrets.includes(before)) return { external: true, name: before };
  if (GENERATED.includes(key)) return { external: true, name: secretName(stack, key, MADE) };
  throw new Refusal(
    EXIT.refused,
    `The stack wants the secret ${key}, and the host has never been given it.`,
    `Give a line ${key}=… in --secrets, as in --secrets file:site.secrets`,
  );
}

/** How many replicas somebody has scaled a service to since; undefined where the file says it. */
function scaled(
  name: string,
  service: Readonly<Record<string, unknown>>,
  release: Release | null,
  { services }: StackState,
): number | undefined {
  const running = services[name]?.replicas;
  const then = replicasOf(release?.stack.services[name]);
  return running !== undefined && then !== undefined && running !== then ? running : keptOf(name, service, release);
}

/** A count that an earlier deploy kept: it differs from what the file of that time said. */
function keptOf(name: string, service: Readonly<Record<string, unknown>>, release: Release | null): number | undefined {
  const kept = release?.scaled?.[name];
  return kept !== undefined && replicasOf(service) !== undefined ? kept : undefined;
}

/** A stack with the replicas that its services have now. */
export function desiredReplicas(stack: StackFile, { services }: StackState): StackFile {
  const counted = Object.entries(stack.services).map(([name, service]) => {
    const running = services[name]?.replicas;
    if (running === undefined || replicasOf(service) === undefined) return [name, service];
    return [name, withReplicas(service, running)];
  });
  return { ...stack, services: Object.fromEntries(counted) };
}

/** A service of a stack file with another count. */
export const withReplicas = (service: StackService, replicas: number): StackService => ({
  ...service,
  deploy: { ...(service.deploy as object), replicas },
});

/** The replicas of a service in a stack file; undefined where it has just one by nature. */
export function replicasOf(service?: Readonly<Record<string, unknown>>): number | undefined {
  return (service?.deploy as { replicas?: number } | undefined)?.replicas;
}
