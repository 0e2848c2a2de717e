import { createPrivateKey, X509Certificate } from "node:crypto";

/** What a file of key and chain says; times in milliseconds. */
export interface Certificate {
  names: readonly string[];
  validFrom: number;
  validTo: number;
  isSelfSigned: boolean;
}

const CERTIFICATES = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]+-----END [A-Z ]*PRIVATE KEY-----/;

/**
 * Reads a file that holds a key, its certificate and what vouches for that.
 *
 * @param pem the file's content
 * @returns what the certificate says
 * @throws Error when a part cannot be parsed, or when the key is not the certificate's
 */
export function readCertificate(pem: string): Certificate {
  const [leaf] = (pem.match(CERTIFICATES) ?? []).map((one) => new X509Certificate(one));
  const key = KEY.exec(pem);
  if (!leaf) throw new Error("there is no certificate in it");
  if (!key) throw new Error("there is no key in it");
  if (!leaf.checkPrivateKey(createPrivateKey(key[0]))) throw new Error("its key is another certificate's");
  return {
    names: (leaf.subjectAltName ?? "").split(", ").map((name) => name.replace(/^DNS:/, "")),
    validFrom: Date.parse(leaf.validFrom),
    validTo: Date.parse(leaf.validTo),
    isSelfSigned: leaf.issuer === leaf.subject,
  };
}

/** Whether it is valid at a time. */
export const isValid = ({ validFrom, validTo }: Certificate, at: number): boolean => validFrom <= at && at < validTo;

/** Whether it is for all of some names. */
export const isFor = (certificate: Certificate, names: readonly string[]): boolean =>
  names.every((name) => certificate.names.includes(name));

/**
 * Checks what the authority sent before it takes the place of what is there.
 *
 * @throws Error that says why it must not
 */
export function accept(pem: string, names: readonly string[], now: number): Certificate {
  const certificate = readCertificate(pem);
  if (!isFor(certificate, names)) throw new Error(`it is for ${certificate.names.join(", ") || "no name"}`);
  if (!isValid(certificate, now)) throw new Error("it is not valid now: is this host's clock right?");
  return certificate;
}
