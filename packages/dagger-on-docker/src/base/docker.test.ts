import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findDocker } from "./docker.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "docker-binary-"));
});
afterEach(() => rmSync(home, { recursive: true }));

/** A program in a folder of its own, which is what a PATH entry is. */
function program(folder: string, name: string, script: string): string {
  mkdirSync(join(home, folder), { recursive: true });
  writeFileSync(join(home, folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(home, folder, name), 0o755);
  return join(home, folder);
}

test("DOCKER_BIN is taken as it is", () => {
  expect(findDocker({ DOCKER_BIN: "/opt/docker", PATH: "" })).toBe("/opt/docker");
});

test("the first client in PATH is taken where the buildx plugin is installed", () => {
  program("config/cli-plugins", "docker-buildx", "");
  const first = program("first", "docker", "exit 1");
  const second = program("second", "docker", "exit 1");
  const env = { PATH: `${first}:${second}`, DOCKER_CONFIG: join(home, "config") };
  expect(findDocker(env)).toBe(join(first, "docker"));
});

test("without any client the message says what to install", () => {
  expect(() => findDocker({ PATH: join(home, "empty") })).toThrow(
    /There is no Docker client with the buildx plugin in PATH\n.*apt-get install docker.io docker-buildx/,
  );
});
