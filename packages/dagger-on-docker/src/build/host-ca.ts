import { existsSync } from "node:fs";

/** The file with the certificates this host trusts, where it says so: commands in containers get it, images never. */
export function hostCa(): string | undefined {
  return [process.env.NODE_EXTRA_CA_CERTS, process.env.SSL_CERT_FILE].find((file) => file && existsSync(file));
}
