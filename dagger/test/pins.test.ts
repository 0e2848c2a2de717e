import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { version } from "../../packages/dagger-on-docker/src/module/version.ts";
import { images, turbo } from "../src/images.ts";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const manifest = JSON.parse(read("package.json"));

test("claim 7: every base image has an exact tag", () => {
  for (const image of Object.values(images))
    expect(image).toMatch(/^[\w./-]+:[\w.-]*(\d|nonroot)[\w.-]*(@sha256:[0-9a-f]{64})?$/);
});

test("turbo and Bun are the versions of package.json", () => {
  expect(manifest.devDependencies.turbo).toBe(turbo);
  expect(images.bun).toContain(`:${manifest.packageManager.replace("bun@", "")}-`);
  expect(read(".devcontainer/devcontainer.json")).toContain(`--global ${manifest.packageManager} `);
});

test("what speaks the engine's API speaks that of the module's engine, by the SDK of its version", () => {
  const { engineVersion } = JSON.parse(read("dagger.json"));
  const { dependencies } = JSON.parse(read("packages/dagger-on-docker/package.json"));
  expect([version, `v${dependencies["@dagger.io/dagger"]}`]).toEqual([engineVersion, engineVersion]);
});
