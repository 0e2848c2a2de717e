import type { Container, Secret } from "@dagger.io/dagger";
import { withGiven } from "../release/tools.js";
import { quoted } from "../shell.js";
import { HOSTS, type Host, hostsOf } from "./hosts.js";
import { LOCK, type Lock, type Owner } from "./lock.js";
import { step } from "./reach.js";
import { EXIT, Refusal, tail } from "./refusal.js";
import { KEEP, type Release } from "./release.js";
import { lines, PART, parts } from "./remote.js";
import { STATE, type StackState, stackState } from "./state.js";

/** Everything that there is to know of a host, read in one step. */
export interface Observed {
  docker: string;
  /** The host's architecture, and this machine's, as `uname -m` says them. */
  arch: string;
  here: string;
  /** What it calls itself, and its id in its Swarm. */
  name: string;
  node: string;
  swarm: "none" | "manager" | "worker";
  /** All hosts of the Swarm that it manages. */
  hosts: Host[];
  /** Seconds since 1970, by the host's clock and by this machine's. */
  now: number;
  clock: number;
  /** Free and all bytes where Docker keeps its files. */
  disk: { free: number; total: number };
  /** Whether Docker forbids new privileges to every container. */
  hardened: boolean;
  /** Ports that something listens on, as in `tcp 443`. */
  listening: string[];
  /** Ports that containers publish, as in `other-proxy 0.0.0.0:443->8443/tcp`. */
  published: string[];
  /** Images that it has, by digest. */
  present: string[];
  /** Somebody's lock; with `mine`, it is the one that was just taken. */
  lock: Lock | null;
  mine: boolean;
  state: StackState;
  /** The numbers of the releases that are kept, oldest first, and the newest one whole. */
  releases: number[];
  release: Release | null;
  /** All of them whole, where they were asked for. */
  history: Release[];
  /** Names of the secrets in Swarm, and the version of each that was given: the start of its content's digest. */
  secrets: string[];
  versions: Record<string, string>;
}

/** What to look for, and what to take. */
export interface Look {
  /** Takes the lock, if there is a Swarm. */
  owner?: Owner;
  /** The site's secrets: a line each, `name=value`. */
  secrets?: Secret;
  /** The names of those that the stack wants. */
  names?: readonly string[];
  /** Makes a Swarm of the host first. */
  init?: boolean;
  /** Reads all releases that are kept, not only the newest. */
  history?: boolean;
}

/** Puts a site's secrets beside a step. */
export const withSecrets = (on: Container, secrets?: Secret): Container => withGiven(on, { secrets });

/** A function `given NAME`, which prints a secret of the site's, or fails. */
export const GIVEN = [
  "given() {",
  '  [ -r /run/given/secrets ] && grep -q "^$1=" /run/given/secrets || return 1',
  '  sed -n "s/^$1=//p" /run/given/secrets | head -n 1 | tr -d "\\r\\n"',
  "}",
  'version() { given "$1" | sha256sum | cut -c1-12; }',
] as const;

/**
 * Looks at a host, and takes its lock if told so.
 *
 * @param on what reaches it
 * @returns what there is; where somebody else has the lock, that and little more
 */
export async function observe(
  on: Container,
  stack: string,
  { owner, secrets, names = [], init = false, history = false }: Look = {},
): Promise<Observed> {
  const script = [
    ...PART,
    ...HOSTS,
    ...STATE,
    ...LOCK,
    ...KEEP,
    ...GIVEN,
    ...(init ? INIT : []),
    `OWNER=${quoted(JSON.stringify(owner ?? null))}`,
    `NAMES=${quoted(names.join(" "))}`,
    `NEWEST=${history ? 1000 : 1}`,
    ...LOOK,
  ];
  const { code, stdout, stderr } = await step(withSecrets(on, secrets), script);
  if (code !== 0)
    throw new Refusal(EXIT.refused, "The host could not be looked at.", "What it said is below.", tail(stderr));
  return observed(stack, stdout);
}

/** Two deployers may meet a bare host at once: who comes second finds a Swarm, and then the other's lock. */
const INIT = [
  "address=$(ssh -G host | awk '$1 == \"hostname\" { print $2 }')",
  // The address that the host was reached by may not be its own (EC2 has it translated): then Docker chooses.
  'docker swarm init --advertise-addr "$address" >/dev/null 2>&1 || docker swarm init >/dev/null 2>/tmp/init \\',
  "  || grep -q 'already part of a swarm' /tmp/init || { cat /tmp/init >&2; exit 1; }",
] as const;

const LOOK = [
  "docker info --format '{{json .}}' >/tmp/info",
  "part info cat /tmp/info",
  "part here sh -c 'uname -m; date +%s'",
  "root=$(jq -r .DockerRootDir /tmp/info)",
  'part host ssh host "date +%s; df -Pk $root 2>/dev/null || df -Pk /"',
  // Addresses of sockets, as the kernel lists them: no program that a host need have.
  "part listening ssh host 'for p in tcp tcp6 udp udp6; do sed \"s/^ */$p /\" /proc/net/$p 2>/dev/null; done'",
  "part published docker ps --format '{{.Names}} {{.Ports}}'",
  "part images docker image ls --digests --format '{{.Repository}}@{{.Digest}}'",
  'for name in $NAMES; do if given "$name" >/dev/null; then part "secret $name" version "$name"; fi; done',
  '[ "$(jq -r .Swarm.ControlAvailable /tmp/info)" = true ] || exit 0',
  'if [ "$OWNER" != null ] && lock; then part mine echo true; fi',
  "part lock locked",
  "part hosts hosts",
  "part services services",
  "part tasks tasks",
  "releases=$(kept release)",
  'part releases echo "$releases"',
  'part history contents $(echo "$releases" | tail -n "$NEWEST")',
  "part secrets docker secret ls --format '{{.Name}}'",
] as const;

/** What is looked into of `docker info`. */
interface Info {
  Name: string;
  ServerVersion: string;
  Architecture: string;
  SecurityOptions?: string[];
  Swarm: { LocalNodeState: string; ControlAvailable: boolean; NodeID?: string };
}

/** Reads what LOOK printed. */
export function observed(stack: string, stdout: string): Observed {
  const said = parts(stdout);
  const info = JSON.parse(said.info ?? "{}") as Info;
  const [now, , disk = ""] = lines(said.host);
  const [here = "", clock] = lines(said.here);
  const [, total, , free] = disk.split(/ +/);
  const history = JSON.parse(said.history || "[]") as Release[];
  return {
    docker: info.ServerVersion,
    arch: info.Architecture,
    here,
    name: info.Name,
    node: info.Swarm.NodeID ?? "",
    swarm: info.Swarm.LocalNodeState !== "active" ? "none" : info.Swarm.ControlAvailable ? "manager" : "worker",
    hosts: hostsOf(said.hosts),
    now: Number(now),
    clock: Number(clock),
    disk: { free: Number(free) * 1024, total: Number(total) * 1024 },
    hardened: (info.SecurityOptions ?? []).some((option) => option.includes("no-new-privileges")),
    listening: lines(said.listening).flatMap(listening),
    published: lines(said.published),
    present: lines(said.images).filter((image) => image.includes("@sha256:")),
    lock: JSON.parse(said.lock || "null") as Lock | null,
    mine: said.mine === "true",
    state: stackState(stack, said.services ?? "", said.tasks ?? ""),
    releases: lines(said.releases).map((name) => Number(name.split(".").at(-1))),
    release: history.at(-1) ?? null,
    history,
    secrets: lines(said.secrets),
    versions: Object.fromEntries(
      Object.entries(said).flatMap(([name, text]) => (name.startsWith("secret ") ? [[name.slice(7), text]] : [])),
    ),
  };
}

/** One line of /proc/net as `tcp 443`; TCP in state 0A listens, UDP has no such state. */
function listening(line: string): string[] {
  const [kind = "", , local = "", , state] = line.split(/ +/);
  const [, port] = /:([0-9A-F]{4})$/.exec(local) ?? [];
  const protocol = kind.slice(0, 3);
  return port && (protocol === "udp" || state === "0A") ? [`${protocol} ${Number.parseInt(port, 16)}`] : [];
}
