import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copyRepository, type RepositoryCopy } from "../testing/repository.ts";
import { build, type Ended, start } from "./programs.ts";

const around = `flipdocs-around-${process.pid}`;
let copy: RepositoryCopy;
beforeAll(() => {
  mkdirSync(join(tmpdir(), around));
  copy = copyRepository(`${around}/copy #1 100%25 'é' $HOME, at 10:30 "-`);
});
afterAll(() => {
  copy?.remove();
  rmSync(join(tmpdir(), around), { recursive: true });
});

const isRoot = process.getuid?.() === 0;
/** Rows of a table that only root can make. */
const asRoot = <T>(...rows: T[]): T[] => (isRoot ? rows : []);

const git = (cwd: string, ...words: string[]) => execFileSync("git", words, { cwd, encoding: "utf8" });
const environment = { ...process.env, FLIPDOCS_ENGINE: "docker" };

/** What a build of the web app comes to. It reads its part of the checkout, and asks Docker for nothing but its bases. */
const read = (env: NodeJS.ProcessEnv = environment): Promise<Ended> =>
  start(join(copy.folder, "daggerw"), ["call", "build-web", "dockerfile"], { cwd: copy.folder, env }).ended;

test("a path with spaces, %, #, $, a colon, quotes and letters beyond ASCII: a stage is built", async () => {
  expect((await build(["web", "deps", "entries"], { cwd: copy.folder })).stdout).toContain("json/");
});

test("a checkout of Git for Windows has Unix line ends", () => {
  git(copy.folder, "add", "--all");
  git(copy.folder, "-c", "user.name=t", "-c", "user.email=t@t.test", "commit", "--quiet", "--message", "all");
  const clone = mkdtempSync(join(tmpdir(), "flipdocs-crlf-"));
  git(clone, "clone", "--quiet", "--config", "core.autocrlf=true", copy.folder, ".");
  const odd = git(clone, "ls-files", "--eol")
    .split("\n")
    .filter((line) => /w\/(crlf|mixed)/.test(line));
  rmSync(clone, { recursive: true });
  expect(odd).toEqual([]);
});

describe("what is read is the same", () => {
  let before: Ended;
  beforeAll(async () => {
    before = await read();
  });

  test.each<[string, (top: string) => NodeJS.ProcessEnv]>([
    [
      "with an untracked file of 5 GB",
      (top) => {
        writeFileSync(join(top, "huge.iso"), "");
        truncateSync(join(top, "huge.iso"), 5e9);
        return {};
      },
    ],
    [
      "with an empty config.json of Docker's",
      (top) => {
        mkdirSync(join(top, ".git/docker"));
        writeFileSync(join(top, ".git/docker/config.json"), "");
        return { DOCKER_CONFIG: join(top, ".git/docker") };
      },
    ],
    ["without HOME", () => ({ HOME: undefined })],
    ["with CDPATH set", (top) => ({ CDPATH: top })],
    [
      "with an editor's lock in the pipeline, a link to nowhere, and links that go in circles",
      (top) => {
        symlinkSync("somebody@machine.123:1", join(top, "dagger/src/.#index.ts"));
        for (const [name, target] of Object.entries({ nowhere: "none", loop: "loop", "docs/up": ".." }))
          symlinkSync(target, join(top, name));
        return {};
      },
    ],
    ...asRoot<[string, (top: string) => NodeJS.ProcessEnv]>([
      "for a checkout of another owner, which git would not touch",
      (top) => {
        chownSync(top, 65534, 65534);
        return {};
      },
    ]),
    // The last one: from here on the copy is no repository.
    [
      "for a copy without .git, inside another repository",
      (top) => {
        rmSync(join(top, ".git"), { recursive: true });
        git(dirname(top), "init", "--quiet");
        return {};
      },
    ],
  ])("%s", async (_, make) => {
    expect(before).toMatchObject({ code: 0 });
    const { code, stdout, stderr } = await read({ ...environment, ...make(copy.folder) });
    expect({ code, stdout, stderr }).toEqual({ ...before, stderr });
  });
});

test.skipIf(!isRoot)("a disk that may not be written to, and runs no programs (needs root to mount one)", async () => {
  const mount = 'mount --bind "$1" "$1"; mount -o remount,bind,ro,noexec "$1"; cd "$1"; ! touch new 2>/dev/null';
  const line = `${mount}; exec sh ./daggerw call build-web dockerfile`;
  const words = ["--mount", "sh", "-ec", line, "sh", copy.folder];
  expect(await start("unshare", words, { env: environment }).ended).toMatchObject({ code: 0 });
});

describe("what cannot be read is named in a sentence", () => {
  /** Reads a folder as another user; the program itself may be one that only root can reach. */
  const readAs = (user: number, folder: string) => {
    const module = join(import.meta.dirname, "../packages/dagger-on-docker/src/tree/host.ts");
    const script = `import { readHostFolder } from ${JSON.stringify(module)};
      process.seteuid(${user}); readHostFolder(${JSON.stringify(folder)})`;
    return start("bun", ["--eval", script]).ended;
  };

  test("a name that is no UTF-8", async () => {
    writeFileSync(Buffer.concat([Buffer.from(join(copy.folder, "apps/web/caf")), Buffer.from([0xe9])]), "");
    const { code, stderr } = await read();
    expect(code).toBe(1);
    expect(stderr).toMatch(/caf\ufffd: this name is not UTF-8.*rename or remove/);
  });

  test.skipIf(!isRoot)("a folder that only root may read (needs root to make one)", async () => {
    const folder = mkdtempSync(join(tmpdir(), "flipdocs-secret-"));
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, "secrets"), { mode: 0o700 });
    const { code, stderr } = await readAs(65534, folder);
    rmSync(folder, { recursive: true });
    expect(code).toBe(1);
    expect(stderr).toMatch(/secrets may not be read by you: make it yours \(sudo chown/);
  });
});
