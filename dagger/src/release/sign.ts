import type { Container, File, Secret } from "@dagger.io/dagger";
import { ask, type Registry } from "./registry.js";
import { NotSigned, type WayToFail } from "./registry-error.js";
import { cosignFlags, PUBKEY, trustFlags } from "./verify.js";

/** What is signed with. */
export type Signer =
  /** A key of cosign's; with `log`, each use of it goes into the public log. */
  | { readonly key: Secret; readonly password?: Secret; readonly log: boolean }
  /** A token of OpenID Connect: sigstore makes out a certificate to whom it names, and logs it. */
  | { readonly token: Secret; readonly repository?: string };

/** What is said of an image under its signature. */
export interface Statements {
  readonly sbom: File;
  /** JSON, as `provenance` makes it. */
  readonly provenance: string;
}

/** Two ways to sign are given, or half of one. */
export class WhichSigner extends Error {
  override name = "WhichSigner";
}

/**
 * What to sign with, of what was given.
 *
 * @returns nothing where nothing was given
 * @throws WhichSigner
 */
export function signerOf(given: {
  key?: Secret;
  password?: Secret;
  log: boolean;
  token?: Secret;
  repository?: string;
}): Signer | undefined {
  const { key, password, log, token, repository } = given;
  if (key && token)
    throw new WhichSigner("--cosignkey and --identitytoken: an image is signed by a key or by a name.\nLeave one out.");
  if (password && !key)
    throw new WhichSigner("--cosignpassword: there is no key that it opens.\nGive one: --cosignkey file:cosign.key");
  if (key) return { key, password, log };
  return token ? { token, repository } : undefined;
}

const KEY = "/run/signing/key";
const TOKEN = "/run/signing/token";
const SBOM = "/run/statements/sbom.json";
const PROVENANCE = "/run/statements/provenance.json";

/** The shell lines that sign an image. */
const signature = (ref: string, by: string): string => `cosign sign ${by} ${ref}`;

/** Those that attest it as well; last comes the signature, so that what is signed is attested too. */
export function signing(ref: string, by: string): string[] {
  return [
    `cosign attest ${by} --type spdxjson --predicate ${SBOM} ${ref}`,
    `cosign attest ${by} --type slsaprovenance1 --predicate ${PROVENANCE} ${ref}`,
    signature(ref, by),
  ];
}

/** Whose certificates count as this repository's: of workflows in it. */
export const workflowsOf = (repository: string): string => `^${repository.replace(/[.+?^$()[\]{}|\\*]/g, "\\$&")}/`;

const WAYS_TO_FAIL: readonly WayToFail[] = [
  [
    /rekor/i,
    NotSigned,
    "the public log of signatures does not answer",
    "Sign without it: --log=false. Deploying trusts the key by itself; what is lost is that others can see its use",
  ],
  [
    /fulcio|sigstore\.dev|id token|tuf/i,
    NotSigned,
    "sigstore gave no certificate for this identity token",
    "See that the token is fresh and made for the audience sigstore, or sign by key: --cosignkey file:cosign.key",
  ],
  [
    /decrypt|reading key|pem block|unsupported pem/i,
    NotSigned,
    "the signing key does not open",
    "Give the file that cosign generate-key-pair made, and its password: --cosignkey file:cosign.key --cosignpassword env:COSIGN_PASSWORD",
  ],
];

/**
 * Attests and signs an image, unless it has been.
 *
 * @param isNew it cannot have been
 * @param statements called when they are needed; without, it is signed alone, as an index is whose images are attested
 * @returns whether it was signed now
 * @throws RegistryError
 */
export async function sign(
  { ref, isNew }: { ref: string; isNew: boolean },
  signer: Signer,
  registry: Registry,
  statements?: () => Statements,
): Promise<boolean> {
  if (!isNew && (await isSigned(ref, signer, registry))) return false;
  const said = statements?.();
  const how = "key" in signer ? `--key ${KEY} --tlog-upload=${signer.log}` : `--identity-token ${TOKEN}`;
  const by = [how, "--yes", ...cosignFlags(registry)].join(" ");
  const prepare = (on: Container) =>
    said
      ? withSigner(on, signer).withMountedFile(SBOM, said.sbom).withNewFile(PROVENANCE, said.provenance)
      : withSigner(on, signer);
  const lines = said ? signing(ref, by) : [signature(ref, by)];
  await ask(registry, ref, lines, { prepare, ofStep: WAYS_TO_FAIL });
  return true;
}

/** Whether the image has this signer's signature. Of a token without a repository nobody can say whose it will be. */
async function isSigned(ref: string, signer: Signer, registry: Registry): Promise<boolean> {
  if ("token" in signer && !signer.repository) return false;
  const trust =
    "key" in signer
      ? "key"
      : { identity: workflowsOf(signer.repository ?? ""), issuer: "https://token.actions.githubusercontent.com" };
  const lines = [
    ...("key" in signer ? [`cosign public-key --key ${KEY} >${PUBKEY}`] : []),
    `if cosign verify ${[trustFlags(trust), ...cosignFlags(registry)].join(" ")} ${ref} >/dev/null; then echo signed; fi`,
  ];
  const prepare = (on: Container) => withSigner(on, signer);
  return (await ask(registry, ref, lines, { prepare, ofStep: WAYS_TO_FAIL })) === "signed";
}

/** What a person should know of how images were signed, or were not; nothing where it is as usual. */
export function caveat(signer: Signer | undefined): string | undefined {
  if (!signer)
    return "unsigned, with no list of packages and no provenance: --cosignkey or --identitytoken would sign, and add both";
  return "key" in signer && !signer.log
    ? "signed, and not in the public log: its use can be seen by nobody else"
    : undefined;
}

/** Key and password in memory and in the environment; in no layer. */
function withSigner(on: Container, signer: Signer): Container {
  if ("token" in signer) return on.withMountedSecret(TOKEN, signer.token);
  const opened = on.withMountedSecret(KEY, signer.key);
  return signer.password
    ? opened.withSecretVariable("COSIGN_PASSWORD", signer.password)
    : opened.withEnvVariable("COSIGN_PASSWORD", "");
}
