import { expect, test } from "vitest";
import { credentialsFor, parsePrefix, parseTags } from "../src/release/reference.ts";

test.each([
  ["ghcr.io/acme", "ghcr.io/acme"],
  ["registry.example:5000", "registry.example:5000"],
  ["https://registry.example:5000/team/site/", "registry.example:5000/team/site"],
  [" ghcr.io/acme// ", "ghcr.io/acme"],
  ["localhost:5000", "localhost:5000"],
  ["172.17.0.4:5000/team", "172.17.0.4:5000/team"],
  ["[2001:db8::1]:5000/team", "[2001:db8::1]:5000/team"],
  ["123.dkr.ecr.eu-west-1.amazonaws.com/a__b/c-d.e", "123.dkr.ecr.eu-west-1.amazonaws.com/a__b/c-d.e"],
])("images can go to %s", (given, prefix) => {
  expect(parsePrefix(given)).toBe(prefix);
});

test.each([
  ["ghcr.io/Acme", '"Acme" has capital letters, which no repository has; it may be meant as "acme"'],
  ["acme", '"acme" is no registry\'s host'],
  ["http://registry.example", '"http:" is no registry\'s host'],
  [":5000/team", '":5000" is no registry\'s host'],
  ["ghcr.io/acme/web:1.4.0", '"web:1.4.0" is no part of a repository\'s name'],
  ["ghcr.io//acme", '"" is no part of a repository\'s name'],
  ["ghcr.io/acme; rm -rf /", '"acme; rm -rf " is no part of a repository\'s name'],
  ["ghcr.io/https://acme", '"https:" is no part of a repository\'s name'],
  ["", '"" is no registry\'s host'],
])("no image can go to %s", (given, problem) => {
  expect(() => parsePrefix(given)).toThrow(`--registry ${given}: ${problem}.\nSay it as in --registry ghcr.io/acme`);
});

test("names of versions, branches and commits become tags", () => {
  expect(
    parseTags(["1.4.0", "feature/login", "1.4.0+7", "Über uns", " a / b ", "..hidden", "_x", "v".repeat(200)]),
  ).toEqual(["1.4.0", "feature-login", "1.4.0-7", "ber-uns", "a-b", "hidden", "_x", "v".repeat(128)]);
});

test("two names of one tag are one", () => {
  expect(parseTags(["feature/login", "feature-login"])).toEqual(["feature-login"]);
});

test("what leaves nothing for a tag is an error", () => {
  expect(() => parseTags(["/"])).toThrow('--tags "/": nothing in it can stand in a tag.');
});

test("tags by which publishing finds content are its own", () => {
  expect(() => parseTags(["content-0123456789ab"])).toThrow(/keeps tags that begin with content-/);
});

test("credentials are kept by the host, and Docker Hub's by what all programs look for", () => {
  expect(credentialsFor("registry.example:5000/team")).toBe("registry.example:5000");
  expect(credentialsFor("docker.io/acme")).toBe("https://index.docker.io/v1/");
});
