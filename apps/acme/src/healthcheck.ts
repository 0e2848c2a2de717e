import { readFileSync } from "node:fs";
import { readCertificate } from "./certificate.ts";
import { SITE } from "./paths.ts";

// Whoever keeps the certificate may be stuck, and the clock may be wrong: what counts is that the proxy can use it.
readCertificate(readFileSync(SITE, "utf8"));
