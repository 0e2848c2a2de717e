import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeEach, expect, test } from "vitest";

// What a real engine, 0.21.8, answered to each. Needs Bun on the PATH; Docker is not used.
interface Case {
  readonly about: string;
  readonly files: Readonly<Record<string, string>>;
  readonly runs: readonly Run[];
}
interface Run {
  readonly args: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly exit?: number;
  readonly stdout?: string;
  readonly defaults?: readonly string[];
  readonly error?: readonly string[];
}

const recorded = new URL("../../test/local-defaults/", import.meta.url);
const cases: readonly Case[] = JSON.parse(readFileSync(new URL("cases.json", recorded), "utf8"));
const program = fileURLToPath(new URL("../main.ts", import.meta.url));
const top = mkdtempSync(join(tmpdir(), "user-defaults-"));
const repository = join(top, "repository");
const places: Readonly<Record<string, string>> = {
  "<module>": join(repository, "mod"),
  "<home>": join(top, "home"),
  "<elsewhere>": join(top, "elsewhere"),
};
const placed = (text: string): string => text.replace(/<(module|home|elsewhere)>/g, (name) => places[name] ?? name);

const write = (files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), text);
  }
};

beforeEach(() => {
  rmSync(repository, { recursive: true, force: true });
  for (const folder of [join(repository, ".git"), ...Object.values(places)]) mkdirSync(folder, { recursive: true });
  cpSync(fileURLToPath(new URL("module", recorded)), join(repository, "mod"), { recursive: true });
  write({ "mod/conf/known_hosts": "hosts line\n" });
  writeFileSync(join(placed("<home>"), "k"), "homekey");
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

function answer({ args, cwd = "mod", env = {} }: Run): Run {
  const given = Object.entries(env).map(([name, value]) => [name, placed(value)]);
  const { status, stdout, stderr } = spawnSync("bun", ["--no-env-file", program, ...args.split(" ").map(placed)], {
    cwd: cwd.startsWith("<") ? placed(cwd) : join(repository, cwd),
    env: { ...process.env, XDG_CACHE_HOME: join(top, "cache"), ...Object.fromEntries(given) },
    encoding: "utf8",
  });
  const [help] = /^ARGUMENTS\n(?:.+\n)+/m.exec(stdout) ?? [];
  const told = (args.includes("--help") ? (help ?? "") : stdout).replace(/ +$/gm, "").replace(/0\.\d{6,}/, "<random>");
  const defaults = stderr.split("\n").flatMap((line) => /^user default: (.*)/.exec(line)?.[1] ?? []);
  return { args, exit: status ?? -1, stdout: told.trimEnd(), defaults: defaults.sort(), error: [stderr] };
}

test.each(cases)("$about", ({ files, runs }) => {
  write(files);
  for (const { args, exit = 0, stdout = "", defaults = [], error = [], ...run } of runs) {
    write(run.files ?? {});
    const said = answer({ args, ...run });
    const wanted = { args, exit, stdout: stdout.trimEnd(), defaults: defaults.map(placed) };
    expect({ ...said, error: [] }).toEqual({ ...wanted, error: [] });
    for (const words of error) expect(said.error?.[0]).toContain(placed(words));
  }
});

test("DEPLOY_SSH_KEY, which is not read, is told with the name that is", () => {
  write({ "mod/.env": "DEPLOY_SSH_KEY=env://SHIP_KEY\nDEPLOY_OTHER=1\n" });
  const [stderr = ""] = answer({ args: "call config" }).error ?? [];
  const warned = stderr.split("\n").filter((line) => line.includes("is not read"));
  expect(warned).toEqual([".env: DEPLOY_SSH_KEY is not read: an argument's name is one word there, DEPLOY_SSHKEY"]);
});
