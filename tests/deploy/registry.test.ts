import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { failed } from "../../testing/load.ts";
import { type Registry, startRegistry } from "../hosts/registry.ts";
import { type Inspector, inspector } from "../supply-chain/inspector.ts";
import { call, called, edit, host, running, settled, site, underLoad, visit } from "./site.ts";

const folder = mkdtempSync(join(tmpdir(), "flipdocs-registry-"));
const PASSWORD = "correct horse battery staple";
let registry: Registry;
let somebody: Inspector;

/** Who pushes and pulls: the password comes from the environment, as in CI. */
const login = () => ["--username", "ci", "--password", "env:REGISTRY_PASSWORD"];
const way = (under = "team") => ["--registry", `${registry.url}/${under}`, "--ca", join(folder, "ca.pem"), ...login()];

beforeAll(async () => {
  process.env.REGISTRY_PASSWORD = PASSWORD;
  process.env.KEY_PASSWORD = "for-the-key";
  registry = await startRegistry({ tls: true, password: PASSWORD });
  writeFileSync(join(folder, "ca.pem"), registry.ca ?? "");
  await host().trust(registry);
  somebody = await inspector(registry, folder);
  await somebody.sh(
    "cosign generate-key-pair 2>/dev/null && openssl ecparam -genkey -name prime256v1 2>/dev/null | openssl ec -pubout -out other.pub 2>/dev/null",
  );
});

afterAll(async () => {
  // The next test file finds the site as it was: with images of the host's own registry.
  await called("deploy");
  delete process.env.REGISTRY_PASSWORD;
  delete process.env.KEY_PASSWORD;
  await somebody?.remove();
  await registry?.remove();
  rmSync(folder, { recursive: true });
});

/** The registries that the images of services are called by. */
const registries = async (...services: readonly string[]): Promise<string[]> => {
  const named = services.flatMap((name) => ["--filter", `name=flipdocs_${name}`]);
  const images = await host().docker("service", "ls", ...named, "--format", "{{.Image}}");
  return [
    ...new Set(
      images
        .split("\n")
        .filter(Boolean)
        .map((image) => image.split("/")[0] ?? ""),
    ),
  ];
};

test("claim 35: moved to another registry under load, what is pinned stays as it runs, and no request fails", async () => {
  const pinned = async () => [await running("proxy"), await running("redis"), await running("acme")];
  // What ran before may have been tried with a proxy of its own.
  await called("deploy");
  const before = await pinned();
  const outcome = await underLoad("to another registry", called("deploy", ...way("moved")));
  await settled("web", 2);
  expect(failed(outcome)).toBe(0);
  expect(await pinned()).toEqual(before);
  expect(await registries("web", "api")).toEqual([registry.url]);
});

test("claim 31: what was published and signed is deployed from its registry; the host keeps no credentials", async () => {
  const signer = [
    "--cosignkey",
    `file:${join(folder, "cosign.key")}`,
    "--cosignpassword",
    "env:KEY_PASSWORD",
    "--log=false",
  ];
  writeFileSync(join(folder, "images"), await called("publish", ...way(), "--tags", "1.0.0", "--standins", ...signer));
  const images = ["--images", join(folder, "images")];
  const unsigned = await call(site(), "deploy", ...way(), ...images, "--pubkey", join(folder, "other.pub"));
  expect(unsigned.code).toBe(2);
  expect(unsigned.stderr).toContain("no signature of this key's");
  await called("deploy", ...way(), ...images, "--pubkey", join(folder, "cosign.pub"));
  await settled("web", 2);
  expect(await registries()).toEqual([registry.url]);
  expect(await host().sh(`grep -rl '${registry.url}' /root/.docker /home/deploy/.docker 2>/dev/null || :`)).toBe("");
  expect((await visit("/")).status).toBe(200);
});

test.skipIf(!process.env.FLIPDOCS_SLOW)(
  "claim 39: rolled back to what the host has no more, it is pulled again by who may (minutes: FLIPDOCS_SLOW=1)",
  async () => {
    const putBack = edit("apps/api/src/index.ts", "\n", "\nprocess.env.OF_THE_TESTS = 'registry';\n");
    await called("deploy", ...way());
    putBack();
    await settled("api", 2);
    // With what has ended: as long as a container of it is there, an image stays.
    await host().docker("system", "prune", "--all", "--force");
    const before = await running("api");
    const refused = await call(site(), "rollback");
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("--username");
    expect(await running("api")).toEqual(before);
    await called("rollback", ...login());
    await settled("api", 2);
    expect((await visit("/api/ready")).status).toBe(200);
  },
);

test("half a login, and one to no registry, are refused before anything is asked", async () => {
  const half = await call(site(), "deploy", "--registry", registry.url, "--username", "ci");
  expect([half.code, half.stderr]).toEqual([2, expect.stringContaining("--username: its password is missing")]);
  const nowhere = await call(site(), "deploy", ...login());
  expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringContaining("--registry ghcr.io/acme")]);
});
