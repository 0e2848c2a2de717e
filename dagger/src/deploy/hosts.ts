import type { StackFile } from "../release/swarm.js";
import { replicasOf } from "./desired.js";
import type { Check } from "./health.js";
import { LABEL } from "./remote.js";
import type { Task } from "./state.js";

/** One host of a Swarm, as its manager tells it. */
export interface Host {
  id: string;
  name: string;
  role: "manager" | "worker";
  /** `active`; or no new tasks: `pause`; or none at all: `drain`. */
  availability: string;
  /** `ready`, or `down`, `unknown`, `disconnected`. */
  state: string;
  /** Where the other hosts reach it. */
  address: string;
  /** It was seen to reach the others, and they it. */
  joined: boolean;
}

/** A function `hosts`, which prints what a manager says of all of them, as a JSON array. */
export const HOSTS = ["hosts() { docker node inspect $(docker node ls --quiet); }"] as const;

/** What is looked into of `docker node inspect`. */
interface Inspected {
  ID: string;
  Spec: { Role: Host["role"]; Availability: string; Labels?: Readonly<Record<string, string>> };
  Description: { Hostname: string };
  Status: { State: string; Addr?: string };
  ManagerStatus?: { Addr: string };
}

/** Reads what `hosts` printed; managers first. */
export function hostsOf(text = ""): Host[] {
  const all = (JSON.parse(text || "[]") as Inspected[]).map(({ ID, Spec, Description, Status, ManagerStatus }) => ({
    id: ID,
    name: Description.Hostname,
    role: Spec.Role,
    availability: Spec.Availability,
    state: Status.State,
    // A manager may say 0.0.0.0 of itself, and has its own word for where it is.
    address: ManagerStatus?.Addr.replace(/:\d+$/, "").replace(/^\[|\]$/g, "") ?? Status.Addr ?? "",
    joined: Spec.Labels?.[LABEL.joined] === "yes",
  }));
  return all.toSorted((one, other) => `${one.role} ${one.name}`.localeCompare(`${other.role} ${other.name}`));
}

/** Whether new replicas come to it. */
export const takesWork = ({ state, availability }: Host): boolean => state === "ready" && availability === "active";

/** The services of a stack that stay on one host, with a port or a volume of its. */
export const pinned = ({ services }: Pick<StackFile, "services">): string[] =>
  Object.entries(services).flatMap(([name, { deploy }]) => {
    const { placement } = (deploy ?? {}) as { placement?: { constraints?: readonly string[] } };
    return placement?.constraints?.length ? [name] : [];
  });

/** How many replicas of a service run on each host, or are about to. */
const placed = (service: string, tasks: readonly Task[], hosts: readonly Host[]): number[] =>
  hosts.map(
    ({ id }) =>
      tasks.filter((task) => task.service === service && task.desired === "running" && task.node === id).length,
  );

/** The same in words: `1 on one, 1 on two`. */
export function placement(service: string, tasks: readonly Task[], hosts: readonly Host[]): string {
  const counts = placed(service, tasks, hosts);
  const there = hosts.flatMap(({ name }, index) => (counts[index] ? [`${counts[index]} on ${name}`] : []));
  return there.join(", ") || "nowhere";
}

/** How each host is, where there are several, and what is away with it. */
export const judgedHosts = (
  hosts: readonly Host[],
  stack: Pick<StackFile, "services">,
  tasks: readonly Task[],
): Check[] =>
  (hosts.length > 1 ? hosts : []).map((host) => {
    const { name, role, state, availability } = host;
    const keeps = pinned(stack).filter((service) => placed(service, tasks, [host])[0]);
    const own = keeps.length > 0 ? `, keeps ${keeps.join(", ")}` : "";
    const says = `${role}, ${state}${availability === "active" ? "" : `, ${availability}`}${own}`;
    const left = state === "ready" ? "" : `; gone for good: docker node rm --force ${name} on its manager`;
    return {
      check: `host ${name}`,
      is: state !== "ready" ? "BAD" : takesWork(host) ? "ok" : "warn",
      says: says + left,
    };
  });

/**
 * How many more replicas a service needs for a moment so that Swarm spreads it: new ones come to the host that has the
 * fewest, and the ones that are taken away again go from the host that has the most.
 *
 * @returns counts by service, only of those that stand unevenly on the hosts that take work
 */
export function uneven(stack: StackFile, tasks: readonly Task[], hosts: readonly Host[]): Record<string, number> {
  const able = hosts.filter(takesWork);
  const fixed = pinned(stack);
  return Object.fromEntries(
    Object.entries(stack.services).flatMap(([name, service]) => {
      const count = replicasOf(service);
      if (count === undefined || fixed.includes(name) || able.length < 2) return [];
      const counts = placed(name, tasks, able);
      // More than there are to be were left by who was killed meanwhile.
      const isWhole = counts.reduce((sum, here) => sum + here, 0) <= count;
      if (isWhole && Math.max(...counts) - Math.min(...counts) < 2) return [];
      const share = Math.ceil(count / able.length);
      return [[name, counts.reduce((sum, here) => sum + Math.max(0, share - here), 0)]];
    }),
  );
}
