import { expect, test } from "vitest";
import { issued } from "../test/issued.ts";
import { accept, readCertificate } from "./certificate.ts";
import { selfSigned } from "./self-signed.ts";

const NOW = Date.parse("2026-11-26T12:00:00Z");
const DAY = 24 * 60 * 60 * 1000;
const NAMES = ["flipdocs.example", "www.flipdocs.example"];

test("a self-signed certificate is for its names, for a year", async () => {
  expect(readCertificate(await selfSigned(NAMES, NOW))).toEqual({
    names: NAMES,
    validFrom: NOW,
    validTo: NOW + 365 * DAY,
    isSelfSigned: true,
  });
});

test("without names it is for localhost", async () => {
  expect(readCertificate(await selfSigned([], NOW)).names).toEqual(["localhost"]);
});

test("an authority's certificate is accepted for its names, and for fewer", async () => {
  const pem = await issued(NAMES, NOW, 90 * DAY);
  const certificate = { names: NAMES, validFrom: NOW, validTo: NOW + 90 * DAY, isSelfSigned: false };
  expect(accept(pem, NAMES, NOW)).toEqual(certificate);
  expect(accept(pem, ["flipdocs.example"], NOW)).toEqual(certificate);
});

const [KEY, CHAIN] = [/^.*END PRIVATE KEY-----\n/s, /-----BEGIN CERT.*$/s];

test.each<[string, (pem: string, other: string) => string, string]>([
  ["that is empty", () => "", "there is no certificate in it"],
  ["that is a page of HTML", () => "<html>503</html>", "there is no certificate in it"],
  ["whose end is missing", (pem) => pem.slice(0, -60), "there is no certificate in it"],
  ["without its key", (pem) => pem.replace(KEY, ""), "there is no key in it"],
  ["with another's key", (pem, other) => pem.replace(KEY, KEY.exec(other)?.[0] ?? ""), "its key is another"],
  [
    "with another's chain first",
    (pem, other) => pem.replace(CHAIN, CHAIN.exec(other)?.[0] ?? ""),
    "its key is another",
  ],
])("a file %s is not accepted", async (_, broken, reason) => {
  const pem = broken(await issued(NAMES, NOW, DAY), await issued(NAMES, NOW, DAY));
  expect(() => accept(pem, NAMES, NOW)).toThrow(reason);
});

test("a certificate in which a letter changed is not accepted", async () => {
  const pem = (await issued(NAMES, NOW, DAY)).replace("BEGIN CERTIFICATE-----\nMII", "BEGIN CERTIFICATE-----\nAAA");
  expect(() => accept(pem, NAMES, NOW)).toThrow();
});

test.each([
  ["for others' names", ["other.example"], 0, "it is for other.example"],
  ["that has run out", NAMES, -DAY, "it is not valid now"],
  ["of tomorrow", NAMES, DAY, "it is not valid now"],
])("a certificate %s is not accepted", async (_, names, from, reason) => {
  const pem = await issued(names, NOW + from, DAY);
  expect(() => accept(pem, NAMES, NOW)).toThrow(reason);
});
