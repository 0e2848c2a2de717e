import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Secret } from "@dagger.io/dagger";
import { expect, test } from "vitest";
import { parsePlatforms } from "../src/platform.ts";
import { joining, tagging } from "../src/release/joining.ts";
import { eachOf, looking, pushing } from "../src/release/push.ts";
import { loginOf } from "../src/release/registry.ts";
import { publishFor } from "../src/release/several.ts";
import { signerOf, signing, workflowsOf } from "../src/release/sign.ts";
import { labels } from "../src/release/stamp.ts";
import { trustFlags, verifying } from "../src/release/verify.ts";

// Never asked: what is decided here does not depend on what a secret holds.
const secret = {} as Secret;

test("an image says where it comes from, as far as it is known", () => {
  expect(labels({ version: "1.4.0", revision: "4d2d82a", created: "" })).toEqual({
    "org.opencontainers.image.revision": "4d2d82a",
    "org.opencontainers.image.version": "1.4.0",
  });
});

test("a push takes what the registry has of this content, or else stamps and pushes it; then come the tags", () => {
  expect(pushing({ origin: { source: "https://o'neill" }, tags: ["1", "main"] })).toEqual([
    "if found=$(lookup); then state=kept; else",
    "  stamp '.config.Labels += $labels | .created = ($labels[\"org.opencontainers.image.created\"] // .created)' '{\"org.opencontainers.image.source\":\"https://o'\\''neill\"}'",
    "  found=$(manifest) state=new",
    "  copy oci:.:image docker://$repository:$content",
    "fi",
    "copy docker://$repository@$found docker://$repository:1",
    "copy docker://$repository@$found docker://$repository:main",
    'echo "$found $state"',
  ]);
});

test("only a registry behind a tunnel of its own is spoken to without TLS", () => {
  const spoken = (plain: boolean) => looking({ prefix: "r.example", plain }).slice(0, 2);
  expect(spoken(false)).toEqual([
    'copy() { skopeo copy --quiet "$@" >&2; }',
    'inspect() { skopeo inspect --raw "$@"; }',
  ]);
  expect(spoken(true)).toEqual([
    'copy() { skopeo copy --quiet --src-tls-verify=false --dest-tls-verify=false "$@" >&2; }',
    'inspect() { skopeo inspect --raw --tls-verify=false "$@"; }',
  ]);
});

test("the signature comes after what it vouches for", () => {
  expect(signing("r.example/web@sha256:1", "--key k")).toEqual([
    "cosign attest --key k --type spdxjson --predicate /run/statements/sbom.json r.example/web@sha256:1",
    "cosign attest --key k --type slsaprovenance1 --predicate /run/statements/provenance.json r.example/web@sha256:1",
    "cosign sign --key k r.example/web@sha256:1",
  ]);
});

test("a key is trusted by itself, a name with who vouches for it", () => {
  expect(trustFlags("key")).toBe("--key /run/signing/key.pub --insecure-ignore-tlog=true");
  expect(trustFlags({ identity: workflowsOf("https://github.com/acme/flip.docs"), issuer: "https://i.example" })).toBe(
    "--certificate-identity-regexp '^https://github\\.com/acme/flip\\.docs/' --certificate-oidc-issuer 'https://i.example'",
  );
});

test("all images are verified before one is said to be unsigned", () => {
  expect(verifying(["r/web@sha256:1", "r/api@sha256:2"], "--key k")).toEqual([
    "unsigned=",
    "for ref in 'r/web@sha256:1' 'r/api@sha256:2'; do",
    '  cosign verify --key k "$ref" >/dev/null || unsigned="$unsigned $ref"',
    "done",
    '[ -z "$unsigned" ] || { echo "not signed:$unsigned" >&2; exit 1; }',
  ]);
});

test("nothing to sign with is unsigned; two ways, or half of one, are an error", () => {
  expect(signerOf({ log: true })).toBeUndefined();
  expect(signerOf({ key: secret, log: false })).toEqual({ key: secret, password: undefined, log: false });
  expect(signerOf({ token: secret, log: true })).toEqual({ token: secret, repository: undefined });
  expect(() => signerOf({ key: secret, token: secret, log: true })).toThrow(/^--cosignkey and --identitytoken: /);
  expect(() => signerOf({ password: secret, log: true })).toThrow(/^--cosignpassword: /);
});

test("who pushes has a name and a password", () => {
  expect(loginOf()).toBeUndefined();
  expect(loginOf("robot", secret)).toEqual({ username: "robot", password: secret });
  expect(() => loginOf("robot")).toThrow(/^--username: its password is missing/);
  expect(() => loginOf(undefined, secret)).toThrow(/^--password: nobody says whose it is/);
});

test("lines for each image run side by side; of one that fails, its name and its errors are all that is said", async () => {
  const folder = await mkdtemp(join(tmpdir(), "flipdocs-each-"));
  const run = (lines: string[]) => {
    const script = eachOf(["web", "api"], lines).join("\n").replaceAll("/tmp/said", `${folder}/said`);
    return promisify(execFile)("sh", ["-euc", script]).finally(() => rm(folder, { recursive: true }));
  };
  expect((await run(["echo sha256:1 kept"])).stdout).toBe("web sha256:1 kept\napi sha256:1 kept\n");
  await mkdir(folder);
  await expect(run(["echo said", "echo why $name >&2", '[ "$name" = web ]'])).rejects.toMatchObject({
    code: 1,
    stdout: "api\n",
    stderr: "why api\n",
  });
});

test.each([
  [
    ["linux/arm64", "linux/amd64", "linux/arm64"],
    ["linux/arm64", "linux/amd64"],
  ],
  [["linux/amd64"], ["linux/amd64"]],
])("images are made for %j, each once", (given, platforms) => {
  expect(parsePlatforms(given)).toEqual(platforms);
});

test.each(["linux/amd46", "arm64", "", "linux/arm64/v8", "windows/amd64"])("nothing is made for %j", (name) => {
  expect(() => parsePlatforms(["linux/amd64", name])).toThrow(
    /no base image is made for that\.\nSay one or more of linux/,
  );
});

test("an index is made over the images of one name, unless the registry holds just that", () => {
  const lines = joining(
    { prefix: "r.example/acme" },
    { web: ["sha256:1", "sha256:2"], api: ["sha256:3"] },
    { version: "1.4.0" },
  );
  expect(lines).toEqual([
    "repository=r.example/acme/$name",
    "mkdir -p /tmp/$name && cd /tmp/$name",
    'case $name in web) parts="sha256:1 sha256:2" ;; api) parts="sha256:3" ;; esac',
    "content=content-$(echo $parts | sha256sum | cut -c 1-12)",
    "there() { skopeo inspect --raw docker://$repository:$content >there 2>error; }",
    'holds() { there && [ "$(jq -r "[.manifests[]?.digest] | join(\\" \\")" there)" = "$parts" ]; }',
    "if holds; then state=kept; else",
    "  docker buildx imagetools create --progress plain --tag $repository:$content --annotation 'index:org.opencontainers.image.version=1.4.0' $(for part in $parts; do echo $repository@$part; done) >&2",
    "  state=new; holds || { cat error >&2; echo 'the registry holds another index than was pushed' >&2; exit 1; }",
    "fi",
    'found=sha256:$(sha256sum there | cut -d" " -f1)',
    'echo "$found $state"',
  ]);
  expect(tagging(["1", "main"])).toEqual([
    "skopeo copy --all --quiet docker://$repository@$found docker://$repository:1 >&2",
    "skopeo copy --all --quiet docker://$repository@$found docker://$repository:main >&2",
  ]);
});

test("an engine that runs nothing of a platform says so before anything is pushed", async () => {
  const build = async () => {
    throw new Error("exec /bin/sh: exec format error");
  };
  const publication = { registry: { prefix: "r.example" }, origin: {}, tags: [] };
  await expect(publishFor(["linux/amd64", "linux/arm64"], build, publication)).rejects.toThrow(
    "This engine runs nothing that is made for linux/amd64.",
  );
});
