import { connect } from "node:tls";
import { expect, test } from "vitest";
import { load, mixture, percentile } from "../../testing/load.ts";
import { docker, until } from "../../testing/programs.ts";
import { ask, containers, facts } from "./stack/stack.ts";

interface Served {
  issuer: string;
  serial: string;
  names: string;
  secondsLeft: number;
}

/** The certificate that a visitor is shown now. */
function served(): Promise<Served> {
  return new Promise((done, failed) => {
    const to = { port: facts().https, servername: "flipdocs.test", rejectUnauthorized: false };
    const socket = connect(to, () => {
      const { issuer, serialNumber, subjectaltname = "", valid_to } = socket.getPeerCertificate();
      const secondsLeft = (Date.parse(valid_to) - Date.now()) / 1000;
      done({ issuer: String(issuer.CN), serial: serialNumber, names: subjectaltname, secondsLeft });
      socket.destroy();
    });
    socket.on("error", failed);
  });
}

/** Runs a script in the ACME client's container, as its user, and returns what it printed. */
async function inAcme(code: string): Promise<string> {
  const [acme = ""] = await containers("acme");
  return docker("exec", acme, "bun", "-e", code);
}

async function acmeLog(): Promise<string> {
  const [acme = ""] = await containers("acme");
  return docker("logs", acme);
}

async function authorityLog(): Promise<string> {
  const [pebble = ""] = await containers("pebble");
  return docker("logs", pebble);
}

/** How many orders the authority has seen. */
const orders = async (): Promise<number> => (await authorityLog()).split("POST /order-plz ").length - 1;

/** How often the authority tried to validate a name: what Let's Encrypt counts. */
const validations = async (name: string): Promise<number> => (await authorityLog()).split(`Value:"${name}"`).length - 1;

/** Runs a client of its own, with volumes of its own, beside the stack's. */
async function withClient(
  domains: string,
  use: (client: { id: string; log: () => Promise<string> }) => Promise<unknown>,
): Promise<void> {
  const { project, env } = facts();
  const variables = { ...env, ACME_DOMAINS: domains, ACME_CA_FILE: "/pebble/ca.pem" };
  const id = await docker(
    ...["run", "--detach", "--read-only", "--init", "--network", `${project}_edge`],
    ...["--volume", "/tls", "--volume", "/acme", "--volume", `${project}_authority:/pebble:ro`],
    ...Object.entries(variables).flatMap(([key, value]) =>
      key.startsWith("ACME_") ? ["--env", `${key}=${value}`] : [],
    ),
    env.ACME_IMAGE ?? "",
  );
  try {
    await use({ id, log: () => docker("logs", id) });
  } finally {
    await docker("rm", "--force", "--volumes", id);
  }
}

test("claim 41: before the authority answered, a self-signed certificate served", async () => {
  const [acme = ""] = await containers("acme");
  const log = await until(60, async () => {
    const text = await docker("logs", acme);
    return text.includes("certificate of the authority") && text;
  });
  const told = ["self-signed", "waiting for the proxy", "certificate of the authority"].map((words) =>
    log.indexOf(words),
  );
  expect(told).not.toContain(-1);
  expect(told).toEqual(told.toSorted((one, other) => one - other));
});

test("claim 41: the authority's certificate is for the site's name", async () => {
  const { issuer, names } = await until(30, async () => {
    const certificate = await served();
    return certificate.issuer.startsWith("Pebble") && certificate;
  });
  expect(issuer).toMatch(/^Pebble Intermediate CA/);
  expect(names).toBe("DNS:flipdocs.test");
});

test("claim 41: certificates of a minute are renewed in time, and no request is dropped", async () => {
  const seen = new Map<string, number>();
  const watch = () =>
    until(400, async () => {
      const { serial, secondsLeft } = await served();
      seen.set(serial, Math.min(secondsLeft, seen.get(serial) ?? secondsLeft));
      return seen.size >= 3;
    });
  const outcome = await load(await mixture(ask), { perSecond: 50 }, watch(), ask);
  console.info(
    `${outcome.sent} requests over ${seen.size} certificates, p50 ${percentile(outcome, 0.5).toFixed(1)} ms`,
  );
  expect(Math.min(...seen.values())).toBeGreaterThan(0);
  expect(outcome.failures).toEqual({});
});

test("claim 41: only the proxy and its ACME client can read the key", async () => {
  const stat = 'const { mode, uid } = require("fs").statSync("/tls/site.pem"); console.log(mode.toString(8), uid)';
  expect(await inAcme(stat)).toBe("100600 101");
});

test("claim 43: with the certificate's disk full, it says so, asks nothing, and what is there serves", async () => {
  const fill = `const to = require("fs").openSync("/tls/filler", "w");
    try { while (true) require("fs").writeSync(to, Buffer.alloc(4096)); } catch ({ code }) { console.log(code); }`;
  const said = async () => (await acmeLog()).split("could not be kept: ENOSPC").length - 1;
  expect(await inAcme(fill)).toBe("ENOSPC");
  try {
    const { serial } = await served();
    await until(60, async () => (await said()) > 0);
    const before = await orders();
    await until(60, async () => (await said()) > 3);
    expect(await served()).toMatchObject({ serial });
    expect(await orders()).toBe(before);
  } finally {
    await inAcme('require("fs").unlinkSync("/tls/filler")');
  }
  await until(30, async () => {
    const { issuer, secondsLeft } = await served();
    return issuer.startsWith("Pebble") && secondsLeft > 0;
  });
});

test.each([
  ["*.flipdocs.test", '"*.flipdocs.test" is a wildcard, which HTTP-01 cannot prove.'],
  ["192.0.2.1", '"192.0.2.1" is an address.'],
  ["flip_docs.test", '"flip_docs.test" has an underscore.'],
  ["flipdocs.test;reboot", '"flipdocs.test;reboot" has a character that no name has.'],
  ["xn--a.test", '"xn--a.test" is no name.'],
])("ACME_DOMAINS=%s: a self-signed certificate, one sentence, and nothing asked", async (domains, sentence) => {
  await withClient(domains, async ({ id, log }) => {
    await until(30, async () => (await log()).includes("no certificate is asked for"));
    expect(await log()).toContain(JSON.stringify(`no certificate is asked for: ACME_DOMAINS: ${sentence}`));
    await docker("exec", id, "bun", "/app/apps/acme/dist/healthcheck.js");
    const asked = 'console.log(require("fs").existsSync("/acme/attempts.json"))';
    expect(await docker("exec", id, "bun", "-e", asked)).toBe("false");
  });
});

test("ACME_DOMAINS=BÜCHER.test,: asked for in punycode", async () => {
  await withClient("BÜCHER.test,", ({ log }) =>
    until(30, async () => (await log()).includes("no certificate for xn--bcher-kva.test: ")),
  );
  expect(await validations("xn--bcher-kva.test")).toBe(1);
});

test("claim 41: a client that is started again, and again, asks once; a person's wish is followed", async () => {
  await withClient("nobody.test", async ({ id, log }) => {
    const said = async (words: string) => (await log()).split(words).length - 1;
    const failed = () => said("no certificate for nobody.test: ");
    await until(30, async () => (await failed()) === 1);
    for (let starts = 2; starts <= 5; starts++) {
      await docker("restart", "--time", "5", id);
      await until(30, async () => (await said("keeping a certificate for nobody.test")) === starts);
    }
    expect(await validations("nobody.test")).toBe(1);
    await docker("kill", "--signal", "HUP", id);
    await until(30, async () => (await failed()) === 2);
    expect(await validations("nobody.test")).toBe(2);
  });
});
