import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { digestOf } from "../../dagger/src/deploy/release.ts";
import { call, called, host, site, visit } from "../deploy/site.ts";
import { listed } from "./kept.ts";
import { answers, atFifty, type Deployed, deployWeb } from "./site.ts";

/** Three releases that are nobody else's. */
const deployed: Deployed[] = [];
const numbers = () => deployed.map(({ number }) => number);

/** Where each deploy but the first backed up what had served. */
const backups = "/mnt/pruned";
const backedUp = async () => (await listed("--to", backups)).map(({ release }) => Number(release));

const there = async (reference = "") =>
  (await host().docker("image", "ls", "--digests", "--format", "{{.Repository}}@{{.Digest}}")).includes(reference);

const secrets = async () =>
  (await host().docker("secret", "ls", "--format", "{{.Name}}", "--filter", "name=flipdocs_supabase_secret")).split(
    "\n",
  );

beforeAll(async () => {
  await called("prune", "--keep", "1");
  for (const what of ["one", "two", "three"]) {
    const file = join(site().files, "secrets");
    rmSync(file);
    writeFileSync(file, `supabase_publishable_key=public\nsupabase_secret_key=${what}\n`);
    deployed.push(await deployWeb(`prune ${what}`, ...(what === "one" ? [] : ["--backup", backups])));
  }
});

test("what would go is said beforehand, and stays", async () => {
  // What the host's registry got within the hour may be a deploy's that has just begun.
  const registry = ["exec", "flipdocs-registry", "find", "/var/lib/registry"];
  await host().docker(...registry, "-name", "link", "-exec", "touch", "-d", "@1", "{}", "+");
  const said = await called("prune", "--keep", "1", "--dry", "--backups", backups);
  const [, two, three] = numbers();
  expect(said).toContain(`Would keep releases ${two}, ${three}, and remove `);
  expect(said).toContain(`image      ${deployed[0]?.web}`);
  expect(said).toMatch(/^backup {5}[0-9a-f]{8}$/m);
  expect(await there(deployed[0]?.web)).toBe(true);
});

test("claim 35: pruned at 50 requests a second, no request fails, and what no kept release needs is gone", async () => {
  const size = () => host().sh("du -sk /var/lib/docker/volumes/flipdocs-registry | cut -f1");
  const before = Number(await size());
  const outcome = await atFifty("prune", called("prune", "--keep", "2", "--backups", backups).then(console.info));
  console.info(`the host's registry: ${before} KB before, ${await size()} KB after`);
  expect(outcome.failures).toEqual({});
  expect(await Promise.all(deployed.map(({ web }) => there(web)))).toEqual([false, true, true]);
  expect(await secrets()).toHaveLength(2);
  expect(await backedUp()).toEqual([numbers()[1]]);
});

test("claim 39: each release that prune kept can be brought back", async () => {
  for (const { number, web } of deployed.slice(1)) {
    await called("rollback", "--to", String(number));
    expect(await answers()).toBe(digestOf(web));
  }
});

test("claim 39: a release that prune forgot is refused, and those that are kept are named", async () => {
  const [one, two = 0, three = 0] = numbers();
  const { code, stderr } = await call(site(), "rollback", "--to", String(one));
  expect(code).toBe(2);
  expect(stderr).toContain(`kept are ${two}, ${three}, ${three + 1}, ${three + 2}.`);
});

test("after the host's registry was swept it takes what is new, and the site serves", async () => {
  const { web } = await deployWeb("prune four");
  expect(await answers()).toBe(digestOf(web));
  expect((await visit("/")).status).toBe(200);
});

test("claim 42: what was pruned is in the audit", async () => {
  const lines = JSON.parse(await called("audit", "--format", "json")) as { action: string; result: string }[];
  const [, two, three] = numbers();
  expect(lines.find(({ action }) => action === "prune")?.result).toMatch(`kept releases ${two}, ${three}, removed `);
});
