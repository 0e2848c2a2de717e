import { readFileSync } from "node:fs";
import { isValid, readCertificate } from "./certificate.ts";
import { SITE } from "./paths.ts";

// Whoever keeps the certificate may be stuck: what counts is that the proxy can use it now.
process.exitCode = isValid(readCertificate(readFileSync(SITE, "utf8")), Date.now()) ? 0 : 1;
