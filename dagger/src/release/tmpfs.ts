import type { Mount } from "./compose-config.js";

/** What each tmpfs of a Swarm task is anyway: Docker mounts it so that nothing in it runs. */
const ALWAYS = new Set(["noexec", "nosuid", "nodev", "rw"]);

/** Whom a tmpfs belongs to, and who may write. Swarm knows neither: its tmpfs is root's, and open to all (1777). */
const OWNERS = new Set(["mode", "uid", "gid"]);

const UNITS: Readonly<Record<string, number>> = { "": 1, b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/**
 * A tmpfs in Compose's short form as a mount: `docker stack deploy` reads over the short form without a word, and on
 * a read-only root the service would have nowhere to write.
 *
 * @param short as in `/tmp:size=32m,mode=1777,noexec`
 * @returns the mount, its size in bytes
 */
export function tmpfsMount(short: string): Mount {
  const { target, options } = parse(short);
  const size = bytes(options.get("size") ?? "");
  return { type: "tmpfs", target, ...(size !== undefined && { tmpfs: { size } }) };
}

/**
 * What Swarm would lose of a tmpfs.
 *
 * @param short as in `/tmp:size=32m,exec`
 * @returns the options, as in `exec`
 */
export function lostOfTmpfs(short: string): string[] {
  return [...parse(short).options]
    .filter(([key, value]) => (key === "size" ? bytes(value) === undefined : !ALWAYS.has(key) && !OWNERS.has(key)))
    .map(([key, value]) => (value ? `${key}=${value}` : key));
}

function parse(short: string): { target: string; options: Map<string, string> } {
  const [target = "", list = ""] = short.split(":");
  const options = list.split(",").filter(Boolean);
  return { target, options: new Map(options.map((option) => pair(option))) };
}

function pair(option: string): [string, string] {
  const [key = "", value = ""] = option.split("=");
  return [key, value];
}

function bytes(size: string): number | undefined {
  const [, count, unit = ""] = /^(\d+)([bkmg]?)$/i.exec(size) ?? [];
  const factor = UNITS[unit.toLowerCase()];
  return count && factor ? Number(count) * factor : undefined;
}
