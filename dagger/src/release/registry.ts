import type { Container, File, Secret } from "@dagger.io/dagger";
import { act } from "./act.js";
import { credentialsFor } from "./reference.js";
import { registryError, type WayToFail } from "./registry-error.js";
import { tools } from "./tools.js";

/** A registry, and how it is reached. */
export interface Registry {
  /** Where images go, as in `ghcr.io/acme`; each one's name follows after a slash. */
  readonly prefix: string;
  /** Who pushes; nobody in particular without. */
  readonly login?: { readonly username: string; readonly password: Secret };
  /** The certificate of its authority, where it is none that all trust. */
  readonly ca?: File;
  /** It speaks no TLS, because it is behind a tunnel of its own. */
  readonly plain?: boolean;
  /** Where it can be reached from, if not from here: a container with the programs of tools(), and lines that open the way. */
  readonly through?: { readonly on: Container; readonly open: readonly string[] };
}

/** Half of what a registry asks for. */
export class HalfALogin extends Error {
  override name = "HalfALogin";
}

/**
 * Who pushes, of what was given.
 *
 * @returns nothing where nothing was given
 * @throws HalfALogin
 */
export function loginOf(username?: string, password?: Secret): Registry["login"] {
  if (username && password) return { username, password };
  if (username) throw new HalfALogin("--username: its password is missing.\nGive it: --password env:REGISTRY_PASSWORD");
  if (password) throw new HalfALogin("--password: nobody says whose it is.\nGive the name: --username robot");
  return undefined;
}

const PASSWORD = "/run/registry-password";

/** A container in which `credentials` finds who may do something at a registry. */
export const withCredentials = (
  on: Container,
  prefix: string,
  { username, password }: NonNullable<Registry["login"]>,
): Container =>
  on
    .withMountedSecret(PASSWORD, password, { mode: 0o400 })
    .withEnvVariable("REGISTRY", credentialsFor(prefix))
    .withEnvVariable("REGISTRY_USER", username);

/**
 * Shell lines that write Docker's file of credentials.
 *
 * @param to the file to write, which must be in memory
 */
export const credentials = (to: string): string[] => [
  `jq -n --arg host "$REGISTRY" --arg user "$REGISTRY_USER" --rawfile password ${PASSWORD} \\`,
  `  '{auths: {($host): {auth: ("\\($user):\\($password | rtrimstr("\\n"))" | @base64)}}}' >${to}`,
];

/** Credentials and certificates, in memory: nothing of them is in a layer. */
const MEMORY = "/run/registry";

/** A container in which the programs of tools() find the registry's certificate and credentials. */
function reach({ prefix, login, ca, through }: Registry): Container {
  const on = (through?.on ?? tools()).withMountedTemp(MEMORY);
  const trusting = ca ? on.withMountedFile("/run/registry-ca.pem", ca) : on;
  return login ? withCredentials(trusting, prefix, login) : trusting;
}

/** Shell lines that hand certificate and credentials over. */
function opening({ login, ca, through }: Registry): string[] {
  return [
    ...(through?.open ?? []),
    ...(ca
      ? [
          `cat "\${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}" /run/registry-ca.pem >${MEMORY}/ca.pem`,
          `export SSL_CERT_FILE=${MEMORY}/ca.pem`,
        ]
      : []),
    ...(login ? credentials(`${MEMORY}/config.json`) : []),
    `export DOCKER_CONFIG=${MEMORY} REGISTRY_AUTH_FILE=${MEMORY}/config.json`,
    `[ -e ${MEMORY}/config.json ] || echo '{}' >${MEMORY}/config.json`,
  ];
}

/** What a step needs beside its lines, and what it can meet that others do not. */
export interface Step {
  readonly prepare?: (on: Container) => Container;
  readonly ofStep?: readonly WayToFail[];
  readonly rest?: WayToFail;
}

/**
 * Runs shell lines with a registry.
 *
 * @param what the image that they work on, or how to tell which, from what they printed before they failed
 * @returns what they printed
 * @throws RegistryError when they fail
 */
export async function ask(
  registry: Registry,
  what: string | ((said: string) => string),
  lines: readonly string[],
  step: Step = {},
): Promise<string> {
  const { prepare = (on) => on, ofStep, rest } = step;
  const { code, stdout, stderr } = await act(prepare(reach(registry)), [...opening(registry), ...lines]);
  if (code !== 0) throw registryError(typeof what === "string" ? what : what(stdout.trim()), stderr, ofStep, rest);
  return stdout.trim();
}
