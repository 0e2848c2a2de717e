/** What went wrong with a registry: what happened, what to do, and the end of the log that explains it. */
export class RegistryError extends Error {
  override name = "RegistryError";
  constructor(
    readonly problem: string,
    readonly hint: string,
    readonly log: string,
  ) {
    super([problem, hint, "", log].join("\n"));
  }
}

/** It does not answer, or not as a registry does. */
export class RegistryAway extends RegistryError {
  override name = "RegistryAway";
}

/** It answers, and does not let these credentials do this. */
export class RegistryRefused extends RegistryError {
  override name = "RegistryRefused";
}

/** It let us begin, and did not take all of it. */
export class NotPushed extends RegistryError {
  override name = "NotPushed";
}

/** An image has no signature that is trusted, or was not given one. */
export class NotSigned extends RegistryError {
  override name = "NotSigned";
}

/** What a program says, what that means, and what to do. */
export type WayToFail = readonly [
  RegExp,
  new (problem: string, hint: string, log: string) => RegistryError,
  string,
  string,
];

const ANY_STEP: readonly WayToFail[] = [
  [
    /x509|certificate (signed by unknown|is not valid|has expired|verify failed)/i,
    RegistryAway,
    "the registry has a certificate that nothing here vouches for",
    "Give the certificate of its authority: --ca registry-ca.pem",
  ],
  [
    /server gave HTTP response to HTTPS client|does not look like a TLS handshake/i,
    RegistryAway,
    "the registry does not speak TLS",
    "Put TLS in front of it: without, the password is open to everybody on the way",
  ],
  [
    /no such host|name resolution|name or service not known|connection refused|network is unreachable|no route to host|i\/o timeout|deadline exceeded|connection reset|handshake timeout|\bEOF\b|service unavailable|bad gateway|gateway timeout/i,
    RegistryAway,
    "the registry does not answer",
    "See that its name and port are right and that it runs; the same command then goes on where this one ended",
  ],
  [
    /unauthorized|no basic auth|authentication required|access .*denied|\bdenied:|forbidden|incorrect username or password/i,
    RegistryRefused,
    "the registry refuses these credentials",
    "Give ones that may push: --username NAME --password env:REGISTRY_PASSWORD; cmd:… asks a token helper",
  ],
];

const REST: WayToFail = [
  /^/,
  NotPushed,
  "the registry did not take the image",
  "What it said is below; the same command goes on where this one ended",
];

/**
 * Names what went wrong with an image.
 *
 * @param what its repository, or its reference
 * @param said standard error of the programs that worked on it
 * @param ofStep what only this step can meet; it comes first
 * @param rest where nothing is known of what was said
 */
export function registryError(
  what: string,
  said: string,
  ofStep: readonly WayToFail[] = [],
  rest: WayToFail = REST,
): RegistryError {
  const log = said.trimEnd().split("\n").slice(-5).join("\n");
  const [, Kind, problem, hint] = [...ofStep, ...ANY_STEP].find(([pattern]) => pattern.test(log)) ?? rest;
  return new Kind(`${what}: ${problem}.`, hint, log);
}
