import type { Observed } from "./observe.js";
import { refuseFor } from "./refusal.js";

/** What a host has to have for a deploy. */
export interface Needed {
  /** Bytes that the images may take, all of them new. */
  bytes: number;
  /** Ports of the host that the stack publishes, as in `tcp 443`. */
  ports: readonly string[];
  /** Images are built here, for this machine's architecture; else the host sees whose they are when it pulls them. */
  built: boolean;
}

/** The first Docker that asks a container's health more often while it starts. */
const DOCKER = 25;

/** Certificates and signatures do not bear more, in seconds. */
const SKEW = 300;

/** `docker info` says it as the kernel does. */
const SAME: Readonly<Record<string, string>> = { amd64: "x86_64", arm64: "aarch64" };

/**
 * Everything that speaks against a deploy to a host, all of it at once, before anything is changed.
 *
 * @returns warnings, which a deploy does not heed
 * @throws Refusal with all that has to be mended
 */
export function preflight(seen: Observed, { bytes, ports, built }: Needed): string[] {
  const refused = [
    ...old(seen),
    ...(built && architecture(seen.arch) !== architecture(seen.here)
      ? [
          `The host is ${seen.arch}, and images built here are ${seen.here}: build on a machine like the host, or give --images that were published on one.`,
        ]
      : []),
    ...(seen.swarm === "worker" ? ["The host is a worker of a Swarm: give --host its manager."] : []),
    ...full(seen, bytes),
    ...skewed(seen.now - seen.clock, "the one here"),
    ...taken(seen, ports),
  ];
  refuseFor("The host does not do yet; nothing was changed.", refused);
  return soft(seen);
}

/** A Docker that is too old. */
export const old = ({ docker }: Observed): string[] =>
  Number.parseInt(docker, 10) < DOCKER
    ? [`Docker ${docker} is too old: ${DOCKER} is the first that will do. Install a newer one on the host.`]
    : [];

/** No room for so many bytes. */
export const full = ({ disk: { free } }: Observed, bytes: number): string[] =>
  free < bytes
    ? [
        `${gigabytes(free)} are free where Docker keeps its files, ${gigabytes(bytes)} are needed: docker system prune on the host makes room.`,
      ]
    : [];

/** A clock that is so many seconds away from another one. */
export const skewed = (seconds: number, other: string): string[] =>
  Math.abs(seconds) > SKEW
    ? [`Its clock differs by ${Math.abs(seconds)} s from ${other}: set one of them right (timedatectl set-ntp true).`]
    : [];

/** A Docker that allows what it need not; a warning. */
export const soft = ({ hardened }: Observed): string[] =>
  hardened
    ? []
    : ['Docker on the host allows new privileges: put { "no-new-privileges": true } into /etc/docker/daemon.json.'];

const architecture = (name: string): string => SAME[name] ?? name;

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

/** Once the proxy runs, its ports are its own. */
function taken({ listening, published, state }: Observed, ports: readonly string[]): string[] {
  if (state.services.proxy) return [];
  return ports
    .filter((port) => listening.includes(port))
    .map((port) => {
      const [, number] = port.split(" ");
      const holder = published.find((line) => line.includes(`:${number}->`))?.split(" ")[0];
      return `Port ${port} is taken${holder ? ` by the container ${holder}` : ""}: free it, or set HTTP_PORT and HTTPS_PORT in --site.`;
    });
}
