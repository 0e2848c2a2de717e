import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../../", import.meta.url));

/** What daggerw may use of the real machine; everything else is a stand-in of the test's own. */
const REAL = [
  "find",
  "mkdir",
  "mv",
  "rm",
  "uname",
  "tr",
  "grep",
  "cut",
  "tar",
  "gzip",
  "sha256sum",
  "tail",
  "cp",
  "readlink",
  "setsid",
  "sleep",
];

/** A project with nothing but daggerw, on a machine with nothing but what the test puts there. */
export interface Scene {
  readonly folder: string;
  readonly cache: string;
  /** Puts a shell script in PATH; each of its calls is logged. Docker's client has buildx, whatever else it does. */
  program(name: string, script: string): void;
  /** Runs daggerw, or a link to it; a variable that is undefined is not set. */
  run(
    args: readonly string[],
    env?: Record<string, string | undefined>,
    how?: { program?: string; cwd?: string },
  ): { status: number | null; stdout: string; stderr: string };
  /** How often a program was called, with which arguments. */
  calls(name: string): string[];
}

function project(folder: string): void {
  const daggerOnDocker = join(folder, "packages/dagger-on-docker");
  mkdirSync(join(daggerOnDocker, "src"), { recursive: true });
  mkdirSync(join(folder, "node_modules"));
  mkdirSync(join(folder, "bin"));
  cpSync(join(repository, "daggerw"), join(folder, "daggerw"));
  cpSync(join(repository, "packages/dagger-on-docker/setup"), join(daggerOnDocker, "setup"), {
    recursive: true,
  });
  writeFileSync(join(folder, "dagger.json"), '{\n  "name": "x",\n  "engineVersion": "v0.21.8"\n}\n');
  writeFileSync(join(folder, "package.json"), '{\n  "packageManager": "bun@1.4.5"\n}\n');
  writeFileSync(join(folder, "bun.lock"), "");
  writeFileSync(join(folder, "node_modules/.flipdocs-installed"), "");
  for (const name of REAL) symlinkSync(which(name), join(folder, "bin", name));
}

const which = (name: string) => spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim();

/** A machine where Docker and Bun are there, the user is not root, and no host can be reached. */
export function scene(): Scene {
  const folder = mkdtempSync(join(tmpdir(), "daggerw-"));
  const log = join(folder, "calls.log");
  project(folder);
  const program = (name: string, script: string) => {
    const path = join(folder, "bin", name);
    const buildx = name === "docker" ? '[ "$1" != buildx ] || { echo github.com/docker/buildx; exit; }\n' : "";
    writeFileSync(path, `#!/bin/sh\necho "${name} $*" >>"${log}"\n${buildx}${script}\n`);
    chmodSync(path, 0o755);
  };
  program("bun", 'if [ "$1" = --version ]; then echo 1.4.5; else shift 2; printf "<%s>" "$@"; fi');
  program("docker", '[ "$1" != image ] || exit 1');
  program("curl", "exit 6");
  program("id", '[ "$1" = -u ] && echo 1000 || echo someone');
  return {
    folder,
    cache: join(folder, "cache/flipdocs"),
    program,
    run: (args, env = {}, { program = join(folder, "daggerw"), cwd } = {}) =>
      spawnSync(program, args, {
        encoding: "utf8",
        cwd,
        env: { PATH: join(folder, "bin"), XDG_CACHE_HOME: join(folder, "cache"), ...env },
      }),
    calls: (name) =>
      readFileSync(log, "utf8")
        .split("\n")
        .filter((line) => line.startsWith(`${name} `)),
  };
}
