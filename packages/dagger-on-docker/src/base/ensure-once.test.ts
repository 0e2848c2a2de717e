import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";

/** A Docker that has no image and pulls each, writing down that it did. */
const DOCKER = '#!/bin/sh\ncase $1 in pull) echo "$2" >>"$0.pulled" ;; *) sleep 0.05; exit 1 ;; esac\n';

const folder = mkdtempSync(join(tmpdir(), "flipdocs-ensure-"));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test("an image that two ask for at once is brought once", async () => {
  const docker = join(folder, "docker");
  writeFileSync(docker, DOCKER);
  chmodSync(docker, 0o755);
  vi.stubEnv("DOCKER_BIN", docker);
  vi.resetModules();
  const { ensureBase } = await import("./ensure.ts");
  const ask = () => ensureBase(["registry.example/base:1"], () => undefined);
  await Promise.all([ask(), ask()]);
  expect(readFileSync(`${docker}.pulled`, "utf8")).toBe("registry.example/base:1\n");
});
