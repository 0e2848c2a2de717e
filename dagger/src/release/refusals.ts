import type { ComposeConfig, ComposeService, Mount, Port } from "./compose-config.js";
import { lostOfTmpfs } from "./tmpfs.js";

/** What a stack file says in the same words. */
export const SAME = [
  ...["image", "command", "entrypoint", "environment", "working_dir", "user", "hostname", "labels"],
  ...["init", "stop_grace_period", "stop_signal", "healthcheck", "logging", "networks", "secrets", "configs"],
  ...["read_only", "cap_add", "cap_drop", "ulimits", "sysctls", "dns", "dns_search"],
] as const;

/** What a stack file says in other words: see stack-service.ts. */
const OTHER_WORDS = ["deploy", "restart", "ports", "volumes", "tmpfs"] as const;

/** What Swarm can do without, and why. */
const NEEDLESS: Readonly<Record<string, string>> = {
  depends_on: "Swarm starts everything at once, and starts again whatever ends, until all is well",
  profiles: "Compose prints the services of the chosen profiles only",
  security_opt:
    "no client can say no-new-privileges for a stack: the host's daemon.json says it for all (docs/production.md)",
};

const KNOWN: ReadonlySet<string> = new Set([...SAME, ...OTHER_WORDS, ...Object.keys(NEEDLESS)]);
const TOP: ReadonlySet<string> = new Set(["name", "services", "networks", "volumes", "secrets", "configs"]);

/**
 * What Swarm would not keep of a configuration, though something relies on it.
 *
 * @param config as Compose prints it
 * @returns paths, as in `log-retention.network_mode`; none when all of it can be said in a stack file
 */
export function refusals(config: ComposeConfig): string[] {
  const top = Object.keys(config).filter((key) => !TOP.has(key) && !key.startsWith("x-"));
  const services = Object.entries(config.services);
  return [...top, ...services.flatMap(([name, service]) => ofService(service).map((path) => `${name}.${path}`))];
}

function ofService(service: ComposeService): string[] {
  return [
    ...Object.keys(service).filter((key) => !KNOWN.has(key) && service[key] !== null),
    ...(service.security_opt ?? []).filter((option) => !isNoNewPrivileges(option)).map((it) => `security_opt ${it}`),
    ...(service.ports ?? []).flatMap(ofPort),
    ...(service.volumes ?? []).flatMap(ofMount),
    ...(service.tmpfs ?? []).flatMap((short) => lostOfTmpfs(short).map((option) => `tmpfs ${option}`)),
  ];
}

const isNoNewPrivileges = (option: string): boolean => /^no-new-privileges([:=]true)?$/.test(option);

/** Swarm publishes on all of a host's addresses, one port at a time. */
function ofPort({ host_ip, published }: Port): string[] {
  const isOne = published === undefined || /^\d+$/.test(String(published));
  return [...(host_ip ? [`ports host_ip ${host_ip}`] : []), ...(isOne ? [] : [`ports published ${published}`])];
}

/** Swarm creates no folder on a host: a task whose folder is missing says so, and that is all create_host_path meant. */
function ofMount({ type, bind = {}, volume = {} }: Mount): string[] {
  const options = [
    ...Object.keys(bind).filter((key) => key !== "create_host_path" && key !== "propagation"),
    ...Object.keys(volume).filter((key) => key !== "nocopy"),
  ];
  return [
    ...(["volume", "bind", "tmpfs"].includes(type) ? [] : [`volumes type ${type}`]),
    ...options.map((key) => `volumes ${type} ${key}`),
  ];
}
