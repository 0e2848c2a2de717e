import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

const P256 = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** Key and chain as an authority's answer has them: valid from a time on, for some milliseconds. */
export async function issued(names: readonly string[], from: number, life: number): Promise<string> {
  const keys = await webcrypto.subtle.generateKey(P256, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.create(
    {
      subject: "CN=site",
      issuer: "CN=authority",
      notBefore: new Date(from),
      notAfter: new Date(from + life),
      publicKey: keys.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: P256,
      extensions: [new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: "dns", value })))],
    },
    webcrypto as Crypto,
  );
  const key = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  return `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n${certificate.toString("pem")}\n`;
}
