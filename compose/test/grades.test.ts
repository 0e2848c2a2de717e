import { mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { docker } from "./stack/programs.ts";
import { facts } from "./stack/stack.ts";

const Findings = z.array(z.object({ id: z.string(), severity: z.string(), finding: z.string() }));
const folder = () => join(facts().folder, "graded");
const container = () => `${facts().project}-graded`;

/** A certificate as an authority gives it: the stack's own live for seconds, which no grader takes for good. */
const CERTIFICATE = `
cd /graded
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 30 -quiet \
  -keyout ca.key -out ca.pem -subj "/CN=Test authority" -addext keyUsage=critical,keyCertSign,cRLSign
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 60 -quiet \
  -CA ca.pem -CAkey ca.key -keyout site.key -out site.crt -subj /CN=graded.test \
  -addext basicConstraints=critical,CA:FALSE -addext keyUsage=critical,digitalSignature \
  -addext extendedKeyUsage=serverAuth -addext subjectAltName=DNS:graded.test \
  -addext crlDistributionPoints=URI:http://graded.test/list.crl
mkdir -p tls && cat site.key site.crt ca.pem > tls/site.pem && chmod 755 tls && chmod 644 tls/site.pem ca.pem`;

beforeAll(async () => {
  mkdirSync(folder(), { recursive: true });
  const { PROXY_IMAGE = "", TOOLS_IMAGE = "" } = facts().env;
  await docker("run", "--rm", "--volume", `${folder()}:/graded`, TOOLS_IMAGE, "sh", "-euc", CERTIFICATE);
  const network = ["--network", `${facts().project}_edge`, "--network-alias", "graded.test"];
  const certificate = ["--volume", `${folder()}/tls:/etc/nginx/tls:ro`, "--tmpfs", "/tmp"];
  const command = ["nginx", "-c", "/etc/nginx/prod.conf", "-g", "daemon off;"];
  await docker("run", "--detach", "--name", container(), ...network, ...certificate, PROXY_IMAGE, ...command);
  await docker("network", "connect", `${facts().project}_app`, container());
});

afterAll(() => docker("rm", "--force", container()));

test("claim 22: the proxy's TLS is graded A+", async () => {
  const words = ["--quiet", "--color", "0", "--add-ca", "/graded/ca.pem", "--jsonfile", "/graded/grade.json"];
  const graded = ["--volume", `${folder()}:/graded`, "--network", `${facts().project}_edge`];
  await docker("run", "--rm", ...graded, facts().env.TOOLS_IMAGE ?? "", "testssl", ...words, "graded.test:8443").catch(
    (error: unknown) => console.info(String(error)),
  );
  const findings = Findings.parse(JSON.parse(await readFile(join(folder(), "grade.json"), "utf8")));
  const reasons = findings.filter(({ id }) => /^(overall_grade|grade_cap_reason)/.test(id));
  expect(reasons.map(({ finding }) => finding)).toEqual(["A+"]);
  expect(findings.filter(({ severity }) => ["HIGH", "CRITICAL"].includes(severity))).toEqual([]);
}, 300_000);
