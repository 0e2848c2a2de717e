import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { images, turbo } from "../src/images.ts";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const workflow = read(".github/workflows/ci.yml");
const manifest = JSON.parse(read("package.json"));

test("claim 7: every base image has an exact tag", () => {
  for (const image of Object.values(images))
    expect(image).toMatch(/^[\w./-]+:[\w.-]*(\d|nonroot)[\w.-]*(@sha256:[0-9a-f]{64})?$/);
});

test("turbo and Bun are the versions of package.json", () => {
  expect(manifest.devDependencies.turbo).toBe(turbo);
  expect(images.bun).toContain(`:${manifest.packageManager.replace("bun@", "")}-`);
});

test("claim 30: every action is pinned by a commit", () => {
  const actions = [...workflow.matchAll(/uses: (\S+)/g)].map(([, action]) => action);
  expect(actions.length).toBeGreaterThan(0);
  for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
});

test("claim 31: no permission but to read the sources", () => {
  expect(workflow).toMatch(/^permissions: \{\}$/m);
  expect([...workflow.matchAll(/^ {4}permissions:\n((?: {6}.*\n)+)/gm)].map(([, list]) => list)).toEqual([
    "      contents: read\n",
  ]);
});

test("claim 32: no static key of a cloud", () => {
  expect(workflow).not.toMatch(/secrets\.|aws_|AKIA/i);
});

test("claim 34: CI's Dagger is the module's", () => {
  const { engineVersion } = JSON.parse(read("dagger.json"));
  expect(/version: "([\d.]+)"/.exec(workflow)?.[1]).toBe(engineVersion.replace(/^v/, ""));
});
