import { isLocal } from "../deploy/host-registry.js";
import { type Host, takesWork } from "../deploy/hosts.js";
import type { Observed } from "../deploy/observe.js";
import { full, old, skewed, soft } from "../deploy/preflight.js";
import { refuseFor } from "../deploy/refusal.js";

/** What it takes to make a host a worker of another one. */
export interface Joining {
  /** The Swarm's own entry for it, where it is a member already. */
  member?: Host;
  /** It is one, and takes work: nothing is left to do but to spread replicas. */
  done: boolean;
  /** Where its manager is reached by the other hosts. */
  manager: string;
  /** Entries of hosts of that name which are gone for good: the machine was made anew. */
  forgotten: Host[];
  warnings: string[];
}

/** Bytes that all images of a release may take. */
const ROOM = 2e9;

/** Networks that nobody routes: of organisations, of carriers, of one link, of one machine. */
const PRIVATE =
  /^(10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.|^f[cde]|^::1$/i;

/**
 * What has to be done so that a host works for another one's Swarm, and all that speaks against it.
 *
 * @param manager the host that was deployed to
 * @param worker the host that is to join
 * @param images that the worker needs of what serves
 * @throws Refusal with all that has to be mended: nothing was changed
 */
export function planJoin(manager: Observed, worker: Observed, images: readonly string[]): Joining {
  const member = manager.hosts.find(({ id }) => id === worker.node);
  const namesakes = manager.hosts.filter(({ id, name }) => name === worker.name && id !== worker.node);
  const self = manager.hosts.find(({ id }) => id === manager.node);
  const refused = [
    ...(member && member === self ? ["--worker is the same machine as --host: give another one's address."] : []),
    ...(worker.swarm !== "none" && !member
      ? ["It is in another Swarm already. If nothing on it is needed any more, type on it: docker swarm leave --force"]
      : []),
    ...(namesakes.some(({ state }) => state !== "down")
      ? [
          `It calls itself ${worker.name}, as a host of the Swarm does: type on it sudo hostnamectl set-hostname ${worker.name}-2, and restart Docker.`,
        ]
      : []),
    ...(images.some(isLocal)
      ? [
          "The images are in the host's own registry, which no other host reaches: dagger call deploy --registry ghcr.io/acme first, with one that both pull from.",
        ]
      : []),
    ...old(worker),
    ...(member ? [] : full(worker, ROOM)),
    ...skewed(worker.now - worker.clock - (manager.now - manager.clock), "the host's"),
  ];
  refuseFor(`${worker.name} cannot be a worker yet; nothing was changed.`, refused);
  const address = self?.address ?? "";
  return {
    ...(member && { member }),
    done: member?.joined === true && takesWork(member),
    manager: address,
    forgotten: namesakes,
    warnings: [
      ...soft(worker),
      ...(PRIVATE.test(address)
        ? []
        : [
            `The hosts reach each other at ${address}, which is a public address, and nothing encrypts what replicas say: see that a firewall lets nobody else to TCP 2377, TCP and UDP 7946, UDP 4789.`,
          ]),
    ],
  };
}
