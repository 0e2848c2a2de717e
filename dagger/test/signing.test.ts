import { dag, type Secret } from "@dagger.io/dagger";
import { beforeEach, expect, test, vi } from "vitest";
import { act } from "../src/release/act.ts";
import { ask, type Registry } from "../src/release/registry.ts";
import { NotSigned, RegistryRefused } from "../src/release/registry-error.ts";
import { caveat, type Signer, sign } from "../src/release/sign.ts";
import { verify } from "../src/release/verify.ts";

// What is asked of a registry is kept, and what it says is said here: nothing of it is run.
vi.mock("../src/release/act.ts");

const registry: Registry = { prefix: "r.example/acme" };
const secret = dag.setSecret("key", "never read");
const key: Signer = { key: secret, log: true };

/** What a registry was asked, step by step. */
const asked = (): string[] => vi.mocked(act).mock.calls.map(([, lines]) => lines.join("\n"));

const says = (stdout: string, code = 0, stderr = "") => vi.mocked(act).mockResolvedValue({ code, stdout, stderr });

beforeEach(() => {
  vi.mocked(act).mockReset();
});

test.each<[string, Signer, string]>([
  ["a key that is not logged", { key: secret, log: false }, "--key /run/signing/key --tlog-upload=false --yes"],
  ["a token", { token: secret }, "--identity-token /run/signing/token --yes"],
])("signed with %s, alone, where there is nothing to attest", async (_, signer, flags) => {
  says("");
  expect(await sign({ ref: "r/web@sha256:1", isNew: true }, signer, registry)).toBe(true);
  expect(asked()).toHaveLength(1);
  expect(asked()[0]?.split("\n").at(-1)).toBe(`cosign sign ${flags} r/web@sha256:1`);
});

test("whose a token's signature would be is known by its repository alone", async () => {
  const token: Signer = { token: secret, repository: "https://github.com/acme/flipdocs" };
  says("signed");
  expect(await sign({ ref: "r/web@sha256:1", isNew: false }, token, registry)).toBe(false);
  expect(asked()[0]).toContain("--certificate-identity-regexp '^https://github\\.com/acme/flipdocs/'");
  expect(await sign({ ref: "r/web@sha256:1", isNew: false }, { token: secret }, registry)).toBe(true);
  expect(asked()).toHaveLength(2);
});

test.each([
  ["rekor.sigstore.dev: no such host", "the public log of signatures does not answer"],
  ["error fetching id token", "sigstore gave no certificate for this identity token"],
  ["decrypt: encrypted: decryption failed", "the signing key does not open"],
])("signing that ends with %j", async (stderr, problem) => {
  says("", 1, stderr);
  const signing = sign({ ref: "r/web@sha256:1", isNew: true }, key, registry);
  await expect(signing).rejects.toThrow(NotSigned);
  await expect(signing).rejects.toThrow(`r/web@sha256:1: ${problem}.`);
});

test.each<[string, Signer | undefined, RegExp | undefined]>([
  ["nothing", undefined, /^unsigned, with no list of packages/],
  ["a key that is not logged", { key: secret, log: false }, /^signed, and not in the public log/],
  ["a key that is logged", key, undefined],
  ["a token", { token: secret }, undefined],
])("what a person should know of images signed with %s", (_, signer, words) => {
  if (words) expect(caveat(signer)).toMatch(words);
  else expect(caveat(signer)).toBeUndefined();
});

test("all images are verified in one step; one without a signature that counts is refused as such", async () => {
  says("", 1, "not signed: r/api@sha256:2");
  const trust = { identity: "^https://github\\.com/acme/", issuer: "https://i.example" };
  const verifying = verify(["r/web@sha256:1", "r/api@sha256:2"], trust, { ...registry, plain: true });
  await expect(verifying).rejects.toThrow(/no signature of this key's, or of this name's, is on the image/);
  expect(asked()).toHaveLength(1);
  expect(asked()[0]).toContain("--certificate-oidc-issuer 'https://i.example' --allow-http-registry");
});

test("a registry that refuses to show signatures is no missing signature", async () => {
  says("", 1, "unauthorized: authentication required");
  await expect(verify(["r/web@sha256:1"], { pubkey: {} as never }, { prefix: "r" })).rejects.toThrow(RegistryRefused);
});

test("the way to a registry is opened before its lines; credentials and certificates are handed over in memory", async () => {
  says(" said \n");
  const login = { username: "robot", password: secret as Secret };
  const through = { on: dag.container(), open: ["tunnel"] };
  const ca = dag.directory().file("ca.pem");
  expect(await ask({ prefix: "r.example:5000/x", login, ca, through }, "r", ["line"])).toBe("said");
  const lines = asked()[0]?.split("\n") ?? [];
  expect([lines[0], lines.at(-1)]).toEqual(["tunnel", "line"]);
  expect(lines).toContain("export SSL_CERT_FILE=/run/registry/ca.pem");
  expect(lines).toContain("export DOCKER_CONFIG=/run/registry REGISTRY_AUTH_FILE=/run/registry/config.json");
  expect(lines.join("\n")).toContain("--rawfile password /run/registry-password");
});

test("nobody's credentials, and no certificate, are asked for where none were given", async () => {
  says("");
  await ask({ prefix: "r.example" }, "r", ["line"]);
  expect(asked()).toEqual([
    [
      "export DOCKER_CONFIG=/run/registry REGISTRY_AUTH_FILE=/run/registry/config.json",
      "[ -e /run/registry/config.json ] || echo '{}' >/run/registry/config.json",
      "line",
    ].join("\n"),
  ]);
});
