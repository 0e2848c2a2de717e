import { EXIT, Refusal } from "./refusal.js";

/** Where a host is reached by SSH. */
export interface Target {
  user: string;
  address: string;
  port: number;
}

/** Whom the provisioning of a host makes. */
const USER = "deploy";

/** `[ssh://][user@]address[:port]`; an IPv6 address with a port stands in brackets. */
const HOST =
  /^(?:ssh:\/\/)?(?:(?<user>[a-z_][a-z0-9_.-]*)@)?(?:\[(?<six>[0-9a-f:]+)\]|(?<name>[a-z0-9]([a-z0-9.-]*[a-z0-9])?)|(?<bare>[0-9a-f]*:[0-9a-f:]+))(?::(?<port>\d{1,5}))?\/?$/i;

/**
 * Reads where a host is.
 *
 * @param text as in `203.0.113.7`, `deploy@host.example:2222`, `ssh://deploy@[2001:db8::1]:22`; the user is deploy and
 *   the port 22 unless said otherwise
 * @throws Refusal when it is none of these
 */
export function parseHost(text: string): Target {
  const { user = USER, six, name, bare, port = "22" } = HOST.exec(text.trim())?.groups ?? {};
  const address = six ?? name ?? bare;
  if (!address || Number(port) > 65535)
    throw new Refusal(EXIT.refused, `--host ${text}: this is no host.`, "Say it as in --host deploy@203.0.113.7");
  return { user, address, port: Number(port) };
}

/** As Compose has it; Swarm adds names of secrets and their versions, and bears 63 characters in all. */
const STACK = /^[a-z0-9][a-z0-9_-]{0,23}$/;

/**
 * Reads what a stack is called.
 *
 * @throws Refusal when no stack can be called so
 */
export function parseStack(text: string): string {
  if (STACK.test(text)) return text;
  throw new Refusal(
    EXIT.refused,
    `--stack ${text}: no stack can be called so.`,
    "Small letters, digits, - and _, 24 at most, as in --stack flipdocs",
  );
}

/**
 * The configuration of SSH for one host, which is called `host` in it unless said otherwise. Its key is known beforehand or the connection ends, and
 * all commands of one step share a connection.
 */
export function sshConfig({ user, address, port }: Target, name = "host"): string {
  const settings = {
    HostName: address,
    User: user,
    Port: port,
    IdentityFile: "/run/ssh/key",
    IdentitiesOnly: "yes",
    BatchMode: "yes",
    StrictHostKeyChecking: "yes",
    UserKnownHostsFile: "/run/ssh/known_hosts",
    ConnectTimeout: 10,
    ServerAliveInterval: 5,
    ServerAliveCountMax: 3,
    ControlMaster: "auto",
    ControlPath: "/run/ssh/%C",
    ControlPersist: 30,
  };
  const lines = Object.entries(settings).map(([setting, value]) => `  ${setting} ${value}`);
  return `${[`Host ${name}`, ...lines].join("\n")}\n`;
}
