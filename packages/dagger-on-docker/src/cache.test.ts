import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { cacheFolder, dropOld } from "./cache.ts";

afterEach(() => vi.unstubAllEnvs());

test.each([
  ["/elsewhere", "/elsewhere/dagger-on-docker/modules"],
  ["relative", join(homedir(), ".cache/dagger-on-docker/modules")],
  ["", join(homedir(), ".cache/dagger-on-docker/modules")],
])("with XDG_CACHE_HOME %j the cache is in %s", (told, folder) => {
  vi.stubEnv("XDG_CACHE_HOME", told);
  expect(cacheFolder("modules")).toBe(folder);
});

test("what was made more than a month ago goes, folders too, and the rest stays", () => {
  const folder = mkdtempSync(join(tmpdir(), "flipdocs-cache-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const day = 24 * 3600;
  mkdirSync(join(folder, "old"));
  for (const name of ["old/file", "kept", "older"]) writeFileSync(join(folder, name), "");
  for (const [name, days] of Object.entries({ old: 31, older: 365, kept: 29 })) {
    const made = Date.now() / 1000 - days * day;
    utimesSync(join(folder, name), made, made);
  }
  dropOld(folder);
  expect(readdirSync(folder)).toEqual(["kept"]);
});
