import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Scene, scene } from "../../test/daggerw-scene.ts";

let machine: Scene;
beforeEach(() => {
  machine = scene();
});
afterEach(() => rmSync(machine.folder, { recursive: true }));

const ON_DOCKER = { FLIPDOCS_ENGINE: "docker" };
const PINNED =
  'if [ "$1" = version ]; then echo "dagger v0.21.8 (image) linux/amd64"; else printf "dagger<%s>" "$@"; fi';

describe("which engine", () => {
  test("docker, forced: the module runs on Docker with the arguments as they were given, and nothing is said", () => {
    const { status, stdout, stderr } = machine.run(["call", "a b"], ON_DOCKER);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "<call><a b>", stderr: "" });
    expect(machine.calls("curl")).toEqual([]);
  });

  test("an engine that does not exist is refused", () => {
    const { status, stderr } = machine.run([], { FLIPDOCS_ENGINE: "podman" });
    expect(status).toBe(1);
    expect(stderr).toBe(
      "daggerw: FLIPDOCS_ENGINE=podman is not an engine\n  Set it to dagger or docker, or unset it.\n",
    );
  });

  test("a closed network: one line says that Docker alone is used", () => {
    const { stdout, stderr } = machine.run(["functions"]);
    expect(stdout).toBe("<functions>");
    expect(stderr).toBe("daggerw: no Dagger engine here (registry.dagger.io cannot be reached): using Docker alone\n");
  });

  test("a closed network is asked once, not at every call", () => {
    machine.run(["functions"]);
    machine.run(["functions"]);
    expect(machine.calls("curl")).toHaveLength(1);
  });

  test("what was remembered is forgotten after a day", () => {
    machine.run(["functions"]);
    const yesterday = Date.now() / 1000 - 25 * 3600;
    utimesSync(join(machine.cache, "engine"), yesterday, yesterday);
    machine.run(["functions"]);
    expect(machine.calls("curl")).toHaveLength(2);
  });

  test("dagger, forced, in a closed network: it fails and says why", () => {
    const { status, stdout, stderr } = machine.run(["call"], { FLIPDOCS_ENGINE: "dagger" });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain("Dagger v0.21.8 cannot be used: registry.dagger.io cannot be reached\n  Unset");
  });

  test("the pinned dagger in PATH and an engine image here: dagger runs", () => {
    machine.program("dagger", PINNED);
    machine.program("docker", "exit 0");
    const { stdout, stderr } = machine.run(["call", "a b"]);
    expect({ stdout, stderr }).toEqual({ stdout: "dagger<call>dagger<a b>", stderr: "" });
  });

  test("an engine elsewhere needs no Docker here", () => {
    machine.program("dagger", PINNED);
    rmSync(join(machine.folder, "bin/docker"));
    const { stdout } = machine.run(["call"], { _EXPERIMENTAL_DAGGER_RUNNER_HOST: "tcp://engine:1234" });
    expect(stdout).toBe("dagger<call>");
  });

  test("a dagger of another version is not used", () => {
    machine.program("dagger", PINNED.replace("0.21.8", "0.20.0"));
    machine.program("docker", "exit 0");
    const { stdout, stderr } = machine.run(["call"]);
    expect(stdout).toBe("<call>");
    expect(stderr).toContain("the dagger CLI cannot be downloaded");
  });
});

describe("the download of the CLI", () => {
  /** A curl that serves an archive with the pinned dagger, and the given checksum for it. */
  function serve(checksum: string): void {
    machine.program("docker", "exit 0");
    machine.program(
      "curl",
      `while [ "$1" != --output ]; do shift; done
case $3 in
  *checksums.txt) for a in linux darwin; do for m in amd64 arm64; do
    echo "${checksum}  dagger_v0.21.8_\${a}_$m.tar.gz"; done; done >"$2" ;;
  *) cp "${machine.folder}/archive.tar.gz" "$2" ;;
esac`,
    );
  }

  /** Packs the pinned dagger and returns the archive's checksum. */
  function pack(): string {
    machine.program("dagger", PINNED);
    const archive = join(machine.folder, "archive.tar.gz");
    spawnSync("tar", ["-czf", archive, "-C", join(machine.folder, "bin"), "dagger"]);
    rmSync(join(machine.folder, "bin/dagger"));
    return createHash("sha256").update(readFileSync(archive)).digest("hex");
  }

  test("with the published checksum it is kept and run", () => {
    serve(pack());
    expect(machine.run(["call"]).stdout).toBe("dagger<call>");
    expect(readdirSync(machine.cache)).toContain("dagger-v0.21.8");
  });

  test("with another checksum it is not used, and nothing of it stays", () => {
    pack();
    serve("0".repeat(64));
    const { status, stderr } = machine.run(["call"]);
    expect(status).toBe(1);
    expect(stderr).toContain("does not have the published checksum: it is not used");
    expect(readdirSync(machine.cache)).toEqual([]);
  });
});

describe("wherever it is called from", () => {
  const called = { status: 0, stdout: "<functions>", stderr: "" };
  const run = (...how: Parameters<Scene["run"]>) => {
    const { status, stdout, stderr } = machine.run(...how);
    return { status, stdout, stderr };
  };

  test.each([
    ["a relative link", "bin/dw", "../daggerw"],
    ["an absolute link", "bin/dw", "daggerw"],
    ["a link to a link", "bin/dw", "bin/other"],
  ])("%s stands for it", (what, link, target) => {
    symlinkSync(join(machine.folder, "daggerw"), join(machine.folder, "bin/other"));
    const relative = what === "a relative link" ? target : join(machine.folder, target);
    symlinkSync(relative, join(machine.folder, link));
    expect(run(["functions"], ON_DOCKER, { program: join(machine.folder, link) })).toEqual(called);
  });

  test("CDPATH leads it nowhere else", () => {
    mkdirSync(join(machine.folder, "elsewhere/sub"), { recursive: true });
    mkdirSync(join(machine.folder, "sub"));
    symlinkSync("../daggerw", join(machine.folder, "sub/daggerw"));
    const env = { ...ON_DOCKER, CDPATH: join(machine.folder, "elsewhere") };
    expect(run(["functions"], env, { program: "sub/daggerw", cwd: machine.folder })).toEqual(called);
  });

  test("a cache folder that is named relatively counts for none: nothing is written where one stands", () => {
    const env = { ...ON_DOCKER, XDG_CACHE_HOME: "cache-here", HOME: join(machine.folder, "home") };
    expect(run(["functions"], env, { cwd: machine.folder })).toEqual(called);
    expect(readdirSync(machine.folder)).not.toContain("cache-here");
    expect(readdirSync(join(machine.folder, "home/.cache/flipdocs"))).toEqual(["docker"]);
  });

  test.each([
    ["a?b", /a\?b has a question mark or a backslash, below which Bun finds no file\n {2}Move the checkout/],
    ["a\\b", /a\\b has a question mark or a backslash/],
  ])("below a folder %s, where Bun finds no file, it says so", (name, said) => {
    const moved = join(machine.folder, name);
    mkdirSync(moved);
    for (const part of ["daggerw", "packages", "dagger.json", "package.json"])
      renameSync(join(machine.folder, part), join(moved, part));
    const { status, stderr } = run(["functions"], ON_DOCKER, { program: join(moved, "daggerw") });
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(said) });
  });

  test("a sparse checkout without what runs the module says what to add", () => {
    rmSync(join(machine.folder, "packages"), { recursive: true });
    const { status, stderr } = run(["functions"], ON_DOCKER);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringContaining("is not in this checkout\n  Bring it here: git sparse-checkout add packages"),
    });
  });

  test("without HOME, the user's home folder is looked up", () => {
    machine.program("id", "echo root");
    machine.program("bun", 'if [ "$1" = --version ]; then echo 1.4.5; else printf "<%s>" "$HOME"; fi');
    // What is remembered in that folder of somebody real is of no Docker that anybody else asks.
    const { stdout } = run(["functions"], {
      ...ON_DOCKER,
      XDG_CACHE_HOME: undefined,
      DOCKER_HOST: "tcp://tests.invalid",
    });
    expect(stdout).toBe("</root>");
  });

  test.each([
    ["without a home folder", '[ "$1" = -u ] && echo 1000 || echo someone', "someone"],
    ["without a name", '[ "$1" = -u ] && echo 12345', "user 12345"],
  ])("without HOME, and for a user %s, it says what to set", (_, id, user) => {
    machine.program("id", id);
    const { status, stderr } = run(["functions"], { ...ON_DOCKER, XDG_CACHE_HOME: undefined });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringContaining(`daggerw: HOME is not set, and ${user} has no home folder\n  Set it to one`),
    });
  });
});
