import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { issued } from "../test/issued.ts";
import { createAccountKey } from "./authority.ts";
import { readCertificate } from "./certificate.ts";
import { type Keeper, look, wish } from "./keeper.ts";
import { readSettings } from "./settings.ts";

const START = Date.parse("2026-11-26T12:00:00Z");
const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

let folder: string;
let clock: number;
/** When the authority was asked. */
let asked: number[];
let logged: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "acme-keeper-"));
  [clock, asked, logged] = [START, [], []];
});

afterEach(() => rmSync(folder, { recursive: true }));

const site = () => join(folder, "site.pem");
const served = () => readCertificate(readFileSync(site(), "utf8"));
const record = () => join(folder, "attempts.json");

/** A keeper whose authority answers in some way. */
const keeper = (answer: () => Promise<string>, domains = "flipdocs.example"): Keeper => ({
  settings: readSettings({ ACME_DOMAINS: domains, ACME_CHECK_SECONDS: "604800" }),
  site: site(),
  state: folder,
  obtain: () => {
    asked.push(clock);
    return answer();
  },
  createAccountKey,
  isReachable: async () => true,
  now: () => clock,
  log: (_, message) => void logged.push(message),
});

const good = () => issued(["flipdocs.example"], clock, 90 * DAY);
const away = () => Promise.reject(new Error("connect ECONNREFUSED"));

/** Lets time pass. */
async function keep(one: Keeper, milliseconds: number): Promise<void> {
  for (const end = clock + milliseconds; clock < end; ) clock = Math.max(clock + 1, await look(one));
}

/** The most attempts within some milliseconds. */
const most = (within: number): number =>
  Math.max(...asked.map((first) => asked.filter((at) => at >= first && at < first + within).length));

test("self-signed first, then the authority's", async () => {
  await keep(keeper(good), HOUR);
  expect(logged).toEqual(["laid down a self-signed certificate", "laid down a certificate of the authority"]);
  expect(served()).toMatchObject({ names: ["flipdocs.example"], isSelfSigned: false });
  expect(readdirSync(folder).sort()).toEqual(["account.pem", "attempts.json", "site.pem"]);
});

test("claim 41: over a year, a certificate is renewed when a third of it is left, and only then", async () => {
  await keep(keeper(good), 365 * DAY);
  expect(asked.length).toBe(1 + 6);
});

test("an authority that is away is asked within its limits, and never given up", async () => {
  await keep(keeper(away), 7 * DAY);
  expect(most(HOUR)).toBe(4);
  expect(asked.length).toBe(34);
  expect(served().isSelfSigned).toBe(true);
  expect(logged[1]).toBe("no certificate for flipdocs.example: connect ECONNREFUSED");
});

test.each([
  ["a year ahead", 365 * DAY],
  ["a year behind", -365 * DAY],
])("with a clock that is %s for an hour, the authority's certificate serves on", async (_, wrong) => {
  await keep(keeper(good), HOUR);
  const [before, now] = [readFileSync(site(), "utf8"), clock];
  clock += wrong;
  await keep(keeper(away), HOUR);
  expect(readFileSync(site(), "utf8")).toBe(before);
  expect(logged).toContainEqual(expect.stringMatching(/^the certificate is from .* serves on until there is another/));
  clock = now + DAY;
  asked = [];
  await keep(keeper(good), DAY);
  expect(readFileSync(site(), "utf8")).toBe(before);
  expect(asked).toEqual([]);
});

test("a clock behind asks nothing of the authority", async () => {
  await keep(keeper(good), HOUR);
  asked = [];
  clock -= 365 * DAY;
  await keep(keeper(good), 30 * DAY);
  expect(asked).toEqual([]);
});

test("a certificate that has run out serves until there is another", async () => {
  await keep(
    keeper(() => issued(["flipdocs.example"], clock, DAY)),
    HOUR,
  );
  const before = readFileSync(site(), "utf8");
  await keep(keeper(away), 2 * DAY);
  expect(readFileSync(site(), "utf8")).toBe(before);
  await keep(keeper(good), DAY);
  expect(served().validTo).toBeGreaterThan(clock);
});

test.each([
  ["is for others", () => issued(["other.example"], clock, 90 * DAY)],
  ["has run out", () => issued(["flipdocs.example"], clock - 2 * DAY, DAY)],
  ["is no certificate", async () => "<html>503</html>"],
  ["is empty", async () => ""],
])("an answer that %s is not laid down, and asked for four times a week", async (_, answer) => {
  await keep(keeper(answer), 14 * DAY);
  expect(most(7 * DAY)).toBe(4);
  expect(asked.length).toBe(8);
  expect(served().isSelfSigned).toBe(true);
});

test("certificates that are due as soon as they are there are asked for with a pause", async () => {
  await keep(
    keeper(() => issued(["flipdocs.example"], clock - 89 * DAY, 90 * DAY)),
    HOUR,
  );
  expect(asked.map((at) => Math.floor((at - START) / 60_000))).toEqual([0, 5, 10, 15]);
});

test("a client that is started again every minute asks no more often", async () => {
  for (; clock < START + HOUR; clock += 60_000) await look(keeper(away));
  expect(asked.length).toBe(4);
});

test("a client that is killed while it asks has asked", async () => {
  const one = keeper(() => new Promise(() => undefined));
  await look(one);
  await Promise.race([look(one), new Promise((done) => setImmediate(done))]);
  await expect.poll(() => asked.length).toBe(1);
  await keep(keeper(away), 5 * 60_000 - 1);
  expect(asked.length).toBe(1);
});

test("before the proxy listens, nothing is asked; then at once", async () => {
  const start = START + 60_000;
  await keep({ ...keeper(good), isReachable: async () => clock >= start }, HOUR);
  expect(asked.length).toBe(1);
  expect(asked[0]).toBeLessThan(start + 10_000);
  expect(logged[1]).toBe("waiting for the proxy, which hands on what the authority asks");
});

test("other names are asked for in a minute", async () => {
  await keep(keeper(away), HOUR);
  const before = asked.length;
  await keep(keeper(away, "flipdocs.example,www.flipdocs.example"), 60_000);
  expect(asked.length).toBe(before + 1);
});

test("a person's wish is followed at once, and once", async () => {
  await keep(keeper(away), DAY);
  const before = asked.length;
  await wish(keeper(away));
  await look(keeper(away));
  await look(keeper(away));
  expect(asked.length).toBe(before + 1);
});

test("names that are refused leave what serves as it is, and ask nothing", async () => {
  await keep(keeper(good), HOUR);
  const before = readFileSync(site(), "utf8");
  await keep(keeper(good, "*.flipdocs.example"), DAY);
  expect(readFileSync(site(), "utf8")).toBe(before);
  expect(asked.length).toBe(1);
  expect(logged.at(-1)).toMatch(/^no certificate is asked for: ACME_DOMAINS: "\*\.flipdocs\.example" is a wildcard/);
});

test("where the record cannot be kept, the authority is not asked", async () => {
  await look(keeper(good));
  mkdirSync(`${record()}.new`);
  await keep(keeper(good), HOUR);
  expect(asked).toEqual([]);
  expect(logged[1]).toMatch(/^no certificate is asked for, since it could not be kept: EISDIR/);
});

test("where the certificate cannot be kept, the authority is not asked, and what is there serves", async () => {
  await look(keeper(good));
  const before = readFileSync(site(), "utf8");
  mkdirSync(`${site()}.new`);
  await keep(keeper(good), HOUR);
  expect(asked).toEqual([]);
  expect(readFileSync(site(), "utf8")).toBe(before);
  rmSync(`${site()}.new`, { recursive: true });
  await keep(keeper(good), HOUR);
  expect(served().isSelfSigned).toBe(false);
});

test.each(["", "{", "[]", '{"asked":1}'])("a record of %j is begun anew, and holds up nothing", async (broken) => {
  writeFileSync(record(), broken);
  await keep(keeper(good), HOUR);
  expect(asked.length).toBe(1);
});

test("a certificate that cannot be read is replaced", async () => {
  mkdirSync(site());
  await look(keeper(away));
  expect(logged[0]).toMatch(/site\.pem cannot be used, and is made anew: EISDIR/);
  expect(logged[1]).toMatch(/^no self-signed certificate: EISDIR/);
  rmSync(site(), { recursive: true });
  await look(keeper(away));
  expect(served().isSelfSigned).toBe(true);
});

test("an account's key that is broken is made anew", async () => {
  writeFileSync(join(folder, "account.pem"), "broken");
  await keep(keeper(good), HOUR);
  expect(served().isSelfSigned).toBe(false);
});

test.each(["", "broken", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])(
  "a certificate of %j is replaced at once",
  async (broken) => {
    writeFileSync(site(), broken);
    await keep(keeper(away), 1);
    expect(served().isSelfSigned).toBe(true);
  },
);
