import { randomBytes, webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

const DAY = 24 * 60 * 60 * 1000;
const P256 = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/**
 * Makes a certificate that nobody vouches for: TLS works, and browsers warn.
 *
 * @param names whom it is for; none: localhost
 * @returns key and certificate, as one file has them
 */
export async function selfSigned(names: readonly string[], now: number): Promise<string> {
  const keys = await webcrypto.subtle.generateKey(P256, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      // Above zero, and of 20 bytes at most (RFC 5280, 4.1.2.2).
      serialNumber: `01${randomBytes(15).toString("hex")}`,
      name: "CN=self-signed",
      notBefore: new Date(now),
      notAfter: new Date(now + 365 * DAY),
      signingAlgorithm: P256,
      keys,
      extensions: [
        new x509.SubjectAlternativeNameExtension(
          (names.length > 0 ? names : ["localhost"]).map((value) => ({ type: "dns", value })),
        ),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      ],
    },
    webcrypto as Crypto,
  );
  const key = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  return `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n${certificate.toString("pem")}\n`;
}
