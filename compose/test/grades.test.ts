import { mkdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { attempt, docker, until } from "../../testing/programs.ts";
import { ask, facts, tools } from "./stack/stack.ts";

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
  // All that the grade is made of, and each weakness; not what forty old clients would choose.
  const what = ["--protocols", "--std", "--fs", "--server-defaults", "--headers", "--vulnerable"];
  const words = [...what, "--quiet", "--color", "0", "--add-ca", "/graded/ca.pem", "--jsonfile", "/graded/grade.json"];
  const graded = ["--volume", `${folder()}:/graded`, "--network", `${facts().project}_edge`];
  await docker("run", "--rm", ...graded, facts().env.TOOLS_IMAGE ?? "", "testssl", ...words, "graded.test:8443").catch(
    (error: unknown) => console.info(String(error)),
  );
  const findings = Findings.parse(JSON.parse(await readFile(join(folder(), "grade.json"), "utf8")));
  const reasons = findings.filter(({ id }) => /^(overall_grade|grade_cap_reason)/.test(id));
  expect(reasons.map(({ finding }) => finding)).toEqual(["A+"]);
  expect(findings.filter(({ severity }) => ["HIGH", "CRITICAL"].includes(severity))).toEqual([]);
}, 300_000);

describe("MDN's HTTP Observatory", () => {
  /** Some 200 packages, which nobody else here needs: so they come for this test alone. */
  const OBSERVATORY = "@mdn/mdn-http-observatory@1.4.8";
  const Scanned = z.object({
    scan: z.object({ score: z.number(), grade: z.string() }),
    tests: z.record(z.string(), z.object({ pass: z.boolean().nullable() })),
  });
  const place = () => join(facts().folder, "observatory");
  let missing: string | undefined;

  beforeAll(async () => {
    mkdirSync(place());
    const flags = ["--prefix", place(), "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"];
    const { code, stderr } = await attempt("npm", ["install", ...flags, OBSERVATORY]);
    missing = code === 0 ? undefined : `${OBSERVATORY} could not be installed: ${stderr.slice(-300)}`;
    if (missing) return;
    // Browsers' list of sites that only speak HTTPS: it would be fetched from Chromium's, and no test site is on it.
    await writeFile(join(place(), "node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json"), "{}");
    // The stack's authority makes a root of its own at each start.
    await writeFile(join(place(), "root.pem"), await tools("curl", "-sk", "https://pebble:15000/roots/0"));
  });

  const reader = async (): Promise<string> => {
    const book = await until(60, async () => /\/books\/[0-9a-f-]{36}/.exec((await ask("/")).body)?.[0]);
    expect((await ask(book)).status).toBe(200);
    return book;
  };

  const pages: [name: string, path: () => Promise<string>][] = [
    ["the landing page", async () => ""],
    ["the reader", reader],
    ["the API", async () => "/api/health"],
  ];

  test.for(pages)("claim 25: %s scores 100 or more", async ([, path], { skip }) => {
    if (missing) return skip(missing);
    const given = ["--volume", `${place()}:/observatory:ro`, "--env", "NODE_EXTRA_CA_CERTS=/observatory/root.pem"];
    const words = ["node", "/observatory/node_modules/@mdn/mdn-http-observatory/src/scan.js"];
    const run = ["run", "--rm", "--network", `${facts().project}_edge`, ...given, facts().env.NODE_IMAGE ?? ""];
    const { scan, tests } = Scanned.parse(JSON.parse(await docker(...run, ...words, `flipdocs.test${await path()}`)));
    const failed = Object.keys(tests).filter((name) => tests[name]?.pass === false);
    console.info(`${scan.grade}, ${scan.score}`);
    expect(failed).toEqual([]);
    expect(scan.score).toBeGreaterThanOrEqual(100);
  });
});
