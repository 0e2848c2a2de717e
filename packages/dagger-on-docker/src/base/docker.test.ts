import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { builder, dockerConfig, findDocker } from "./docker.ts";

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

test.each([
  ["a path", () => ({ DOCKER_BIN: join(home, "own/podman"), PATH: "" })],
  ["a name in PATH", () => ({ DOCKER_BIN: "podman", PATH: `${join(home, "empty")}:${join(home, "own")}` })],
])("DOCKER_BIN is taken without a look at its plugins: %s", (_, env) => {
  program("own", "podman", "exit 1");
  expect(findDocker(env())).toBe(join(home, "own/podman"));
});

test.each(["/none/docker", "podman"])("DOCKER_BIN=%s, which is not there, is told", (DOCKER_BIN) => {
  expect(() => findDocker({ DOCKER_BIN, PATH: program("first", "docker", "") })).toThrow(
    `DOCKER_BIN is ${DOCKER_BIN}, which is not there\nName Docker's client by it.`,
  );
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

describe("a build", () => {
  test("is started by buildx itself, where Docker's client would build", () => {
    program("config/cli-plugins", "docker-buildx", "");
    const env = { DOCKER_CONFIG: join(home, "config"), DOCKER_CONTEXT: "colima" };
    const { program: file, env: given } = builder(env);
    expect(file).toBe(join(home, "config/cli-plugins/docker-buildx"));
    expect(given).toEqual({ ...env, BUILDX_BUILDER: "colima" });
  });

  test.each([
    [{ DOCKER_HOST: "ssh://host", DOCKER_CONTEXT: "colima" }, "default"],
    [{}, "orbstack"],
    [{ BUILDX_BUILDER: "mine" }, "orbstack"],
  ])("with %j goes to the builder %s", (variables, name) => {
    program("config/cli-plugins", "docker-buildx", "");
    writeFileSync(join(home, "config/config.json"), '{"currentContext":"orbstack"}');
    const env = { DOCKER_CONFIG: join(home, "config"), ...variables };
    expect(builder(env).env.BUILDX_BUILDER).toBe(name);
  });

  test.each(["", "{", "[]", "null"])("takes %j in Docker's config.json for no choice of a context", (text) => {
    program("config/cli-plugins", "docker-buildx", "");
    writeFileSync(join(home, "config/config.json"), text);
    expect(builder({ DOCKER_CONFIG: join(home, "config") }).env.BUILDX_BUILDER).toBe("default");
  });

  test("an empty DOCKER_CONFIG names no folder, as for Docker's client", () => {
    program("home/.docker", "config.json", "");
    writeFileSync(join(home, "home/.docker/config.json"), '{"currentContext":"orbstack"}');
    const env = { DOCKER_CONFIG: "", HOME: join(home, "home") };
    expect(dockerConfig(env)).toEqual({ currentContext: "orbstack" });
  });

  test("is started by the client that DOCKER_BIN names, and is BuildKit's all the same", () => {
    const { program: client, env } = builder({ DOCKER_BIN: "/opt/docker", DOCKER_BUILDKIT: "0" });
    expect(client).toBe("/opt/docker");
    expect(env.DOCKER_BUILDKIT).toBe("1");
  });
});
