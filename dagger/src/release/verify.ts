import type { Container, File } from "@dagger.io/dagger";
import { quoted } from "../shell.js";
import { ask, type Registry } from "./registry.js";
import { NotSigned, type WayToFail } from "./registry-error.js";

/** Whose signatures count. */
export type Trust =
  /** Of who has the private half of this key. */
  | { readonly pubkey: File }
  /** Of whom sigstore made a certificate out to: a regular expression of the name, and who vouched for it. */
  | { readonly identity: string; readonly issuer: string };

export const PUBKEY = "/run/signing/key.pub";

/**
 * The flags of cosign that say whose signatures count. A key is trusted by itself: that its use is in the public log
 * as well is not asked, so that images verify where no log can be reached.
 */
export const trustFlags = (trust: { identity: string; issuer: string } | "key"): string =>
  trust === "key"
    ? `--key ${PUBKEY} --insecure-ignore-tlog=true`
    : `--certificate-identity-regexp ${quoted(trust.identity)} --certificate-oidc-issuer ${quoted(trust.issuer)}`;

/** The shell lines that verify images, and print those that have no signature that counts. */
export const verifying = (refs: readonly string[], flags: string): string[] => [
  "unsigned=",
  `for ref in ${refs.map(quoted).join(" ")}; do`,
  `  cosign verify ${flags} "$ref" >/dev/null || unsigned="$unsigned $ref"`,
  "done",
  '[ -z "$unsigned" ] || { echo "not signed:$unsigned" >&2; exit 1; }',
];

const UNSIGNED: WayToFail = [
  /^/,
  NotSigned,
  "no signature of this key's, or of this name's, is on the image",
  "Publish it with the key that deploys trust (./daggerw call publish --cosignkey …), or give that key's public half: --pubkey cosign.pub",
];

/**
 * Verifies that images were signed by who is trusted, in one step for all.
 *
 * @param refs by digest
 * @throws NotSigned, and RegistryAway or RegistryRefused where signatures cannot be read
 */
export async function verify(refs: readonly string[], trust: Trust, registry: Registry): Promise<void> {
  const isKey = "pubkey" in trust;
  const prepare = (on: Container) => (isKey ? on.withMountedFile(PUBKEY, trust.pubkey) : on);
  const lines = verifying(refs, [trustFlags(isKey ? "key" : trust), ...cosignFlags(registry)].join(" "));
  await ask(registry, refs.join(", "), lines, { prepare, rest: UNSIGNED });
}

export const cosignFlags = ({ plain }: Pick<Registry, "plain">): string[] => (plain ? ["--allow-http-registry"] : []);
