import { connect } from "node:tls";
import { expect, test } from "vitest";
import { load, mixture, percentile, seconds } from "./stack/load.ts";
import { docker, until } from "./stack/programs.ts";
import { containers, facts } from "./stack/stack.ts";

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

test("claim 41: before the authority answered, a self-signed certificate served", async () => {
  const [acme = ""] = await containers("acme");
  const log = await until(60, async () => {
    const text = await docker("logs", acme);
    return text.includes("certificate of the authority") && text;
  });
  expect(log.indexOf("self-signed")).toBeGreaterThanOrEqual(0);
  expect(log.indexOf("self-signed")).toBeLessThan(log.indexOf("certificate of the authority"));
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
  const watch = async () => {
    for (const end = Date.now() + 95_000; Date.now() < end; await seconds(0.5)) {
      const { serial, secondsLeft } = await served();
      seen.set(serial, secondsLeft);
    }
  };
  const outcome = await load(await mixture(), { perSecond: 50 }, watch());
  console.info(
    `${outcome.sent} requests over ${seen.size} certificates, p50 ${percentile(outcome, 0.5).toFixed(1)} ms`,
  );
  expect(seen.size).toBeGreaterThanOrEqual(3);
  expect(Math.min(...seen.values())).toBeGreaterThan(0);
  expect(outcome.failures).toEqual({});
});

test("claim 41: only the proxy and its ACME client can read the key", async () => {
  const [acme = ""] = await containers("acme");
  expect(await docker("exec", acme, "stat", "-c", "%a %u", "/tls/site.pem")).toBe("600 101");
});
