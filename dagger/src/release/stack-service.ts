import type { ComposeService, Deploy, Mount, Port, Resources } from "./compose-config.js";
import { SAME } from "./refusals.js";
import { tmpfsMount } from "./tmpfs.js";

/** One service as `docker stack deploy` takes it. */
export type StackService = Readonly<Record<string, unknown>>;

/**
 * One service in the words of a stack file.
 *
 * @param service as Compose prints it, with nothing in it that Swarm refuses
 * @returns the service; what Compose left unsaid stays unsaid
 */
export function stackService(service: ComposeService): StackService {
  const same = SAME.filter((key) => service[key] !== null && service[key] !== undefined);
  const mounts = [...(service.volumes ?? []).map(mount), ...(service.tmpfs ?? []).map(tmpfsMount)].toSorted(inOrder);
  const deploy = deployment(service);
  return {
    ...Object.fromEntries(same.map((key) => [key, service[key]])),
    ...(service.ports && { ports: service.ports.map(port) }),
    ...(mounts.length > 0 && { volumes: mounts }),
    ...(Object.keys(deploy).length > 0 && { deploy }),
  };
}

/** Docker's own schema wants a number where Compose prints a string. */
const port = ({ published, ...port }: Port): Port => ({
  ...port,
  ...(published !== undefined && { published: Number(published) }),
});

/**
 * The order that `docker service update` leaves mounts in. Were it another, the next deploy would find each service
 * that was updated by hand changed, and replace its replicas for nothing.
 */
const inOrder = (one: Mount, other: Mount): number => (orderKey(one) < orderKey(other) ? -1 : 1);

const orderKey = ({ source = "", target }: Mount): string => `${source}\n${target}`;

function mount({ bind, volume, tmpfs, ...mount }: Mount): Mount {
  const { create_host_path: _, ...options } = bind ?? {};
  const size = tmpfs?.size;
  return {
    ...mount,
    ...(Object.keys(options).length > 0 && { bind: options }),
    ...(volume && Object.keys(volume).length > 0 && { volume }),
    ...(size !== undefined && { tmpfs: { size: Number(size) } }),
  };
}

function deployment({ restart, deploy: { resources, ...deploy } = {} }: ComposeService): Deploy {
  const { limits, reservations } = resources ?? {};
  const both = { ...(limits && { limits: texts(limits) }), ...(reservations && { reservations: texts(reservations) }) };
  return {
    ...(restart && { restart_policy: restartPolicy(restart) }),
    ...deploy,
    ...(resources && { resources: both }),
  };
}

/** And here a string, where Compose prints a number. */
const texts = ({ cpus, ...others }: Resources): Resources => ({
  ...(cpus !== undefined && { cpus: String(cpus) }),
  ...others,
});

/** `unless-stopped` is `any`: a service that was stopped is one that was scaled to none. */
function restartPolicy(restart: string): { condition: string; max_attempts?: number } {
  const [policy, attempts] = restart.split(":");
  if (policy === "no") return { condition: "none" };
  if (policy !== "on-failure") return { condition: "any" };
  return { condition: policy, ...(attempts && { max_attempts: Number(attempts) }) };
}
