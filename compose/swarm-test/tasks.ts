import { docker } from "../../testing/programs.ts";
import { facts, lastUpstreams } from "../test/stack/stack.ts";
import { lines } from "./swarm.ts";

/** A container of a task, as far as the tests look into it. */
export interface Inspected {
  Id: string;
  Image: string;
  Config: { Image: string; Env: string[] };
  HostConfig: {
    ReadonlyRootfs: boolean;
    CapDrop: string[];
    CapAdd: string[] | null;
    Privileged: boolean;
    Memory: number;
    NanoCpus: number;
    PidsLimit: number;
    Init: boolean | null;
    NetworkMode: string;
    PidMode: string;
    LogConfig: { Type: string; Config: Record<string, string> };
  };
  Mounts: { Type: string; Source: string; Destination: string }[];
  NetworkSettings: { Ports: Record<string, unknown[] | null>; Networks: Record<string, { IPAddress: string }> };
}

/** A service's name in Swarm. */
export const serviceName = (service: string): string => `${facts().project}_${service}`;

/** The containers that run a service's tasks. */
export async function tasks(service: string): Promise<Inspected[]> {
  const label = `label=com.docker.swarm.service.name=${serviceName(service)}`;
  const ids = lines(await docker("ps", "--quiet", "--filter", label));
  return ids.length > 0 ? (JSON.parse(await docker("inspect", ...ids)) as Inspected[]) : [];
}

/** The one task of a service that has one. */
export async function task(service: string): Promise<Inspected> {
  const [one] = await tasks(service);
  if (!one) throw new Error(`${service} does not run`);
  return one;
}

/** Where the proxy finds the replicas of a service. */
export async function addresses(service: string): Promise<string[]> {
  const network = `${facts().project}_app`;
  return (await tasks(service)).map(({ NetworkSettings }) => NetworkSettings.Networks[network]?.IPAddress ?? "none");
}

/** The addresses of the upstreams that answered the proxy's last requests. */
export async function recentUpstreams(count: number): Promise<string[]> {
  return lastUpstreams((await task("proxy")).Id, count);
}
