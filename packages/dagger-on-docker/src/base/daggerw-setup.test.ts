import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Scene, scene } from "../../test/daggerw-scene.ts";

let machine: Scene;
beforeEach(() => {
  machine = scene();
});
afterEach(() => rmSync(machine.folder, { recursive: true }));

const ON_DOCKER = { FLIPDOCS_ENGINE: "docker" };

describe("what is set up", () => {
  test("nothing is asked of Docker once it was seen working", () => {
    machine.run([], ON_DOCKER);
    const before = machine.calls("docker").length;
    machine.run([], ON_DOCKER);
    expect(machine.calls("docker")).toHaveLength(before);
  });

  test.each([
    ["DOCKER_HOST names", true],
    ["Docker's context has", false],
  ])("Docker is asked again once the socket that %s is gone", async (_, named) => {
    const socket = join(machine.folder, "docker.sock");
    const server = createServer();
    await new Promise<void>((done) => server.listen(socket, done));
    machine.program("docker", `[ "$1" != context ] || echo unix://${socket}`);
    const env = { ...ON_DOCKER, ...(named && { DOCKER_HOST: `unix://${socket}` }) };
    const asked = () => {
      machine.run([], env);
      return machine.calls("docker").length;
    };
    const first = asked();
    expect(asked()).toBe(first);
    await new Promise((done) => server.close(done));
    expect(asked()).toBeGreaterThan(first);
  });

  test("Docker is missing and the user is not root: it says what to type", () => {
    rmSync(join(machine.folder, "bin/docker"));
    const { status, stdout, stderr } = machine.run([], ON_DOCKER);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^daggerw: Docker with buildx is not installed/);
  });

  test("a docker that is Podman's is none", () => {
    writeFileSync(join(machine.folder, "bin/docker"), "#!/bin/sh\necho buildah 1.39.3\n");
    const { status, stderr } = machine.run([], ON_DOCKER);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^daggerw: Docker with buildx is not installed/);
  });

  test("DOCKER_BIN that names nothing is told, whatever PATH has", () => {
    const { status, stderr } = machine.run([], { ...ON_DOCKER, DOCKER_BIN: "/none/docker" });
    expect(status).toBe(1);
    expect(stderr).toBe("daggerw: DOCKER_BIN is /none/docker, which is not there\n  Name Docker's client by it.\n");
  });

  test.each([
    ["24.0.7", "daggerw: Docker 24.0.7 is too old: 25 or newer is needed\n"],
    ["26.1.5+dfsg1", undefined],
    ["dev", undefined],
  ])("Docker %s: is it too old?", (version, said) => {
    machine.program("docker", `[ "$1" != version ] || { echo "WARNING: of the client" >&2; echo ${version}; }`);
    const { status, stderr } = machine.run([], ON_DOCKER);
    expect({ status, stderr }).toEqual({ status: said ? 1 : 0, stderr: said ? expect.stringContaining(said) : "" });
  });

  test("Docker refuses the user: it says how to be let in", () => {
    machine.program("docker", 'echo "permission denied while connecting" >&2; exit 1');
    const { status, stderr } = machine.run([], ON_DOCKER);
    expect(status).toBe(1);
    expect(stderr).toContain("Type: sudo usermod -aG docker someone");
  });

  test("another machine's Docker does not answer: DOCKER_HOST is named", () => {
    machine.program("docker", 'echo "no route" >&2; exit 1');
    const { status, stderr } = machine.run([], { ...ON_DOCKER, DOCKER_HOST: "tcp://build:2376" });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^daggerw: Docker at DOCKER_HOST=tcp:\/\/build:2376 does not answer\n {2}no route\n {2}Start what it stands for, or/,
    );
  });

  test("a context's Docker does not answer, though another one did: it is named, and none is started here", () => {
    machine.run([], ON_DOCKER);
    machine.program("docker", '[ "$1 $2" != "context show" ] || { echo colima; exit; }; echo "no socket" >&2; exit 1');
    machine.program("id", "echo 0");
    const { status, stderr } = machine.run([], { ...ON_DOCKER, DOCKER_CONTEXT: "colima" });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^daggerw: Docker's context colima does not answer\n {2}no socket\n {2}Start what/);
  });

  test.each(["client version 1.12 is too old", "open /root/.docker/ca.pem: no such file or directory"])(
    "a Docker that the client cannot talk to is told with what it said, and none is started beside it: %s",
    (said) => {
      machine.program("docker", `printf '\\n%s\\n' "${said}" >&2; exit 1`);
      machine.program("id", "echo 0");
      const { status, stderr } = machine.run([], ON_DOCKER);
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: `daggerw: Docker's client and its daemon do not understand each other\n  ${said}\n  See which settings it has: env | grep DOCKER; docker version\n`,
      });
    },
  );

  test.skipIf(existsSync("/run/systemd/system"))(
    "a daemon that is started here stands on nothing of the call's own: neither its folder nor TMPDIR (no systemd)",
    () => {
      const started = join(machine.folder, "started");
      machine.program("docker", `[ -e ${started} ] || { echo "Is the docker daemon running?" >&2; exit 1; }`);
      machine.program("dockerd", `echo "$PWD ${"${TMPDIR-none}"}" >${started}`);
      machine.program("id", "echo 0");
      machine.run([], { ...ON_DOCKER, TMPDIR: machine.folder });
      expect(readFileSync(started, "utf8")).toBe("/ none\n");
    },
  );

  test("a cache that may not be written to is named, with the variable that moves it", () => {
    const { status, stderr } = machine.run([], { ...ON_DOCKER, XDG_CACHE_HOME: join(machine.folder, "dagger.json") });
    expect(status).toBe(1);
    expect(stderr).toMatch(/dagger.json\/flipdocs, for what is kept between calls.*\n {2}Set XDG_CACHE_HOME/);
  });

  test("packages are installed again when the lockfile is newer", () => {
    const later = Date.now() / 1000 + 60;
    utimesSync(join(machine.folder, "bun.lock"), later, later);
    const { stderr } = machine.run([], ON_DOCKER);
    expect(machine.calls("bun")).toContain("bun install --frozen-lockfile");
    expect(stderr).toContain("installing the packages of bun.lock");
  });

  test("a failed install of packages is tried again by the next call", () => {
    rmSync(join(machine.folder, "node_modules/.flipdocs-installed"));
    machine.program("bun", '[ "$1" = --version ] && echo 1.4.5');
    expect(machine.run([], ON_DOCKER).status).toBe(1);
    expect(existsSync(join(machine.folder, "node_modules/.flipdocs-installed"))).toBe(false);
  });

  test("neither Bun nor npm: both ways to get it are shown", () => {
    rmSync(join(machine.folder, "bin/bun"));
    const { status, stderr } = machine.run([], ON_DOCKER);
    expect(status).toBe(1);
    expect(stderr).toContain("bash -s bun-v1.4.5");
  });

  test("a Bun of another version is left alone: the pinned one comes from npm", () => {
    machine.program("bun", "echo 1.0.0");
    machine.program(
      "npm",
      `mkdir -p "$3/node_modules/bun/bin" && cp "${machine.folder}/pinned" "$3/node_modules/bun/bin/bun.exe"`,
    );
    machine.program("../pinned", 'if [ "$1" = --version ]; then echo 1.4.5; else echo pinned; fi');
    expect(machine.run([], ON_DOCKER).stdout).toBe("pinned\n");
  });

  test("an install of Bun that fails half way leaves nothing", () => {
    rmSync(join(machine.folder, "bin/bun"));
    machine.program("npm", 'mkdir -p "$3/node_modules/bun"; exit 1');
    expect(machine.run([], ON_DOCKER).status).toBe(1);
    expect(readdirSync(machine.cache)).toEqual(["docker"]);
  });

  test("ended by a signal while it installs, it leaves nothing", () => {
    rmSync(join(machine.folder, "bin/bun"));
    machine.program("npm", 'mkdir -p "$3/node_modules/bun"; kill -TERM "$PPID"; exit 1');
    expect(machine.run([], ON_DOCKER).status).toBe(143);
    expect(readdirSync(machine.cache)).toEqual(["docker"]);
  });
});
