import { readFileSync } from "node:fs";
import { describe, expect, inject, test } from "vitest";
import { images as bases } from "../dagger/src/images.ts";
import { localKeys } from "../dagger/src/local-keys.ts";
import { hostCa } from "../packages/dagger-on-docker/src/build/host-ca.ts";
import { imageSize, layerDigests } from "../testing/layers.ts";
import { filesOf, textsIn } from "./image-content.ts";
import { docker, start } from "./programs.ts";

const images = inject("images");
const apps = ["web", "api"] as const;
const all = ["web", "api", "proxy", "acme", "supabase"] as const;

const shells = ["sh", "bash", "dash", "ash", "zsh", "busybox", "toybox"];
const packageManagers = ["apt", "apt-get", "dpkg", "apk", "rpm", "npm", "npx", "yarn", "pnpm", "corepack", "bunx"];

describe.each(apps)("the image of %s", (app) => {
  test("claim 1: runs as 1001:1001", async () => {
    expect(await docker("image", "inspect", "--format", "{{.Config.User}}", images[app])).toBe("1001:1001");
  });

  test("claim 2: has a health check, by its runtime", async () => {
    const runtime = app === "web" ? "node" : "bun";
    expect(await docker("inspect", "--format", "{{index .Config.Healthcheck.Test 1}}", images[app])).toBe(runtime);
  });

  test("claim 11: what its layers bring has one time, whoever builds them", async () => {
    const brought = (await filesOf(images[app])).filter(({ path }) => /^\/(app|usr\/local\/bin)\//.test(path));
    expect(brought.length).toBeGreaterThan(20);
    expect([...new Set(brought.map(({ changed }) => changed))]).toEqual(["1970-01-01 00:00:01"]);
  });

  test("claim 10: is within its size", () => {
    expect(imageSize(images[app])).toBeLessThanOrEqual({ web: 185, api: 170 }[app]);
  });
});

test.each(["proxy", "acme"] as const)("claim 1: %s runs as a numeric user that is not root", async (app) => {
  const user = await docker("image", "inspect", "--format", "{{.Config.User}}", images[app]);
  expect(user).toMatch(/^[1-9]\d*(:\d+)?$/);
});

test.each([
  ["web", "node"],
  ["api", "bun"],
  ["acme", "bun"],
] as const)("claim 3: %s has no shell and no package manager beside its runtime, %s", async (app, runtime) => {
  const names = (await filesOf(images[app])).map(({ path }) => path.split("/").at(-1) ?? "");
  expect(names).toContain(runtime);
  expect(names.filter((name) => [...shells, ...packageManagers].includes(name))).toEqual([]);
});

test.for(all)("claim 4: %s has no known grave vulnerability that has a fix", async (app, { skip }) => {
  const scanner = await start("trivy", ["--version"]).ended;
  if (scanner.code !== 0) return skip("trivy is not installed: apt-get, brew or https://trivy.dev have it");
  const grave = ["--severity", "HIGH,CRITICAL", "--ignore-unfixed", "--exit-code", "1", "--quiet"];
  const { code, stdout, stderr } = await start("trivy", ["image", ...grave, images[app]]).ended;
  if (/database|download|dial tcp/i.test(stderr) && stdout === "") return skip(`trivy has no database: ${stderr}`);
  expect(stdout).toBe("");
  expect(code).toBe(0);
});

test.each(all)("claim 5: %s has no file that changes who runs it", async (app) => {
  const files = await filesOf(images[app]);
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter(({ mode }) => /^-..[sS]|^-.{5}[sS]/.test(mode))).toEqual([]);
});

test.each(all)("claim 6: %s carries no key and no certificate of this machine", (app) => {
  const known = { proxy: "/etc/nginx", acme: "acme:x:101:101" }[app as string] ?? "x:1001:1001";
  expect(textsIn(images[app], [known, ...Object.values(localKeys), ...hostCertificates()])).toEqual([known]);
});

test.each(all)("claim 6: neither the variables nor the history of %s name a secret", async (app) => {
  const env = await docker("image", "inspect", "--format", "{{json .Config.Env}}", images[app]);
  const history = await docker("history", "--no-trunc", "--format", "{{.CreatedBy}}", images[app]);
  expect(env).toContain("PATH=");
  expect(history).not.toBe("");
  expect(`${env}\n${history}`).not.toMatch(/secret_|password=|token=|BEGIN [A-Z ]*PRIVATE KEY|EXTRA_CA/i);
});

test.each(Object.entries(bases))("claim 7: the base %s has an exact tag", (_, reference) => {
  expect(reference).toMatch(/:(v?\d+\.\d+\.\d+[\w.-]*|trixie-\d{8}-slim|nonroot)(@sha256:[0-9a-f]{64})?$/);
});

test("claim 10: web and api share their lowest layers, the base's", () => {
  const base = layerDigests(bases.base);
  expect(base.length).toBeGreaterThan(0);
  for (const app of apps) expect(layerDigests(images[app]).slice(0, base.length)).toEqual(base);
});

test("claim 10: below its own files, the ACME client is the API", () => {
  const runtime = layerDigests(images.api).slice(0, layerDigests(bases.base).length + 1);
  expect(layerDigests(images.acme).slice(0, runtime.length)).toEqual(runtime);
  expect(imageSize(images.acme)).toBeLessThanOrEqual(120);
});

/** A line of each certificate that this machine adds to Debian's, if it adds any. */
function hostCertificates(): string[] {
  const file = hostCa();
  if (!file) return [];
  const certificates = readFileSync(file, "utf8").split("-----BEGIN CERTIFICATE-----").slice(1);
  // The last ones: Debian's own come first in the file, and those are in the base images by right.
  return certificates.slice(-1).map((text) => text.trim().split("\n")[2] ?? "");
}
