import { existsSync } from "node:fs";
import type { Place } from "./forward.ts";

/**
 * How a session comes to the ports of containers on its network. `routed`: by their addresses, since the bridge is this
 * machine's, or this process is in a container that joined the network. `published`: by ports of this machine's loopback,
 * where Docker is in a virtual machine of its own (Docker Desktop, colima, rootless Docker).
 */
export type Reach = { readonly kind: "routed" | "published" } | { readonly kind: "joined"; readonly container: string };

/**
 * Decides it.
 *
 * @param network the id of the network
 * @param container this process's own, where this Docker runs it
 * @param daemon the address of that Docker, as its client has it
 * @param bridges where Linux lists its network interfaces
 * @throws where neither addresses nor published ports of that Docker are this machine's
 */
export function reachOf(
  network: string,
  container: string | undefined,
  daemon: string,
  bridges = "/sys/class/net",
): Reach {
  if (existsSync(`${bridges}/br-${network.slice(0, 12)}`)) return { kind: "routed" };
  if (container) return { kind: "joined", container };
  if (/^(tcp|ssh|https?):\/\/(?!(localhost|127\.0\.0\.1|\[::1\])(:|\/|$))/.test(daemon))
    throw new Error(
      `services run on Docker at ${daemon}, and cannot be reached from this machine: ` +
        "run the same command there, or in a container of that Docker",
    );
  return { kind: "published" };
}

/** Flags of `docker create` by which ports are reached. Pure. */
export function publishFlags({ kind }: Reach, ports: readonly number[]): string[] {
  return kind === "published" ? ports.flatMap((port) => ["--publish", `127.0.0.1::${port}`]) : [];
}

/** The place of this machine that `docker port` names: `127.0.0.1:49153`. */
export function publishedPlace(line: string): Place {
  const [, host = "", port] = /^(.*):(\d+)$/.exec(line.split("\n")[0] ?? "") ?? [];
  return { host: host.replace(/^\[(.*)\]$/, "$1"), port: Number(port) };
}
