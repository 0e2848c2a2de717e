import type { Container, File, Secret } from "@dagger.io/dagger";
import { type Acted, act } from "../release/act.js";
import { tools } from "../release/tools.js";
import { EXIT, Refusal, tail } from "./refusal.js";
import { parseHost, parseStack, sshConfig } from "./target.js";

/** How a host is reached, and which stack on it is meant. */
export interface Access {
  /** As in `deploy@203.0.113.7`. */
  host: string;
  /** The private key that opens it. */
  key: Secret;
  /** The host's own key, as provisioning printed it: a host with another one is refused. */
  knownhosts: File;
  /** The stack's name. */
  stack: string;
}

/**
 * Programs and credentials for one host: `docker` and `ssh host` mean that one.
 *
 * @param on has the programs of tools(), and may have more
 */
export function reach({ host, key, knownhosts, stack }: Access, on: Container = tools()): Container {
  return on
    .withNewFile("/root/.ssh/config", sshConfig(parseHost(host)), { permissions: 0o600 })
    .withMountedTemp("/run/ssh")
    .withMountedSecret("/run/given/key", key, { mode: 0o400 })
    .withMountedFile("/run/given/known_hosts", knownhosts)
    .withEnvVariable("DOCKER_HOST", "ssh://host")
    .withEnvVariable("STACK", parseStack(stack));
}

/** A key that came through a variable may have lost its last line's end, or have Windows' ones; ssh takes neither. */
export const PREPARE = [
  "umask 077",
  "{ tr -d '\\r' </run/given/key; echo; } >/run/ssh/key",
  "cp /run/given/known_hosts /run/ssh/known_hosts",
  // All that follows shares this connection. Docker's client would wait three times as long for a host that is away.
  "ssh host docker version >/dev/null",
  // Each `docker` would start one on the host, a quarter of a second each; its socket comes here instead. Where Docker
  // has another one, they do.
  "ssh -O forward -L /run/ssh/docker.sock:/var/run/docker.sock host",
  "export DOCKER_HOST=unix:///run/ssh/docker.sock",
  "docker version >/dev/null 2>&1 || export DOCKER_HOST=ssh://host",
];

/**
 * Runs a step: a few shell lines, never taken from a cache.
 *
 * @returns how it ended
 * @throws Refusal when the host was not reached
 */
export async function step(on: Container, lines: readonly string[]): Promise<Acted> {
  const said = await act(on, [...PREPARE, ...lines]);
  const unreached = said.code === 0 ? undefined : whyUnreached(said.stderr);
  if (unreached) throw unreached;
  return said;
}

const BROKE = [
  "The connection to the host broke.",
  "Type the same command again: what is done already is not done twice.",
] as const;

/** What ssh and Docker's client say when they do not get through, and what to make of it. */
const WAYS_TO_FAIL: readonly (readonly [RegExp, problem: string, hint: string])[] = [
  [
    /host key verification failed|no matching host key|REMOTE HOST IDENTIFICATION HAS CHANGED/i,
    "The host shows another key than --knownhosts has for it: this may be another machine.",
    "If the host was made anew, put its new key into the file: on the machine itself, compose/host/provision.sh prints the line.",
  ],
  [
    /error in libcrypto|invalid format|incorrect passphrase|passphrase|Load key/i,
    "--key is no private key that can be used here.",
    "Give the whole file, without a passphrase: --key file:$HOME/.ssh/deploy",
  ],
  [
    /permission denied \((publickey|.*,publickey)/i,
    "The host knows no such key for this user.",
    "Check the user in --host, and that --key is the private half of a key in the host's ~/.ssh/authorized_keys.",
  ],
  [
    /could not resolve hostname|connection refused|connection timed out|no route to host|network is unreachable|operation timed out|banner exchange|kex_exchange_identification/i,
    "The host does not answer.",
    "Check that it runs, its address in --host, and that port 22 is open to this machine.",
  ],
  [
    /permission denied.*docker daemon socket|permission denied while trying to connect/i,
    "The user of --host may not use Docker there.",
    "On the host: sudo usermod -aG docker USER",
  ],
  // It was there when the step began.
  [/docker daemon at unix:\/\/\/run\/ssh/i, ...BROKE],
  [
    /cannot connect to the docker daemon|docker: (command )?not found|command not found.*docker|exit status 127/i,
    "Docker does not run on the host.",
    "Install or start it there: sudo systemctl start docker",
  ],
  [/client_loop|broken pipe|connection (reset|closed)|connection to .* closed|error during connect/i, ...BROKE],
];

/** What kept a step from its host; undefined where it was reached. */
export function whyUnreached(stderr: string): Refusal | undefined {
  const [, problem, hint] = WAYS_TO_FAIL.find(([pattern]) => pattern.test(stderr)) ?? [];
  return problem && hint ? new Refusal(EXIT.unreachable, problem, hint, tail(stderr, 5)) : undefined;
}
