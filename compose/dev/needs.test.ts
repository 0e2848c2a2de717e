import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, opendirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";

const top = mkdtempSync(join(tmpdir(), "flipdocs-needs-"));
afterAll(() => rmSync(top, { recursive: true }));

/** `npm run dev` on a machine whose Docker has every image, and answers as `script` says. */
function dev(script: string, program = join(import.meta.dirname, "dev.sh"), words: string[] = [], variables = {}) {
  writeFileSync(join(top, "docker"), `#!/bin/sh\n${script}\n[ "$1 $2" != "image ls" ] || echo id\n`);
  chmodSync(join(top, "docker"), 0o755);
  const env = { ...process.env, PATH: `${top}:${process.env.PATH}`, ...variables };
  const { status, stdout, stderr } = spawnSync("sh", [program, ...words], { env, encoding: "utf8" });
  return { status, stdout, stderr };
}

/** One of Docker's commands. */
const answers = (command: string, line: string) => `case "$*" in "${command}"*) ${line} ;; esac`;
const compose = answers("compose version", "echo 2.40.3; exit");

test.each([
  ["2.23.3", "echo 2.23.3; exit"],
  ["none", "echo 'docker: unknown command: docker compose' >&2; exit 1"],
])("a Compose that is too old or missing (%s) is named, with where to get one", (version, line) => {
  const { status, stderr } = dev(answers("compose version", line));
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: `dev: Docker Compose 2.24 or newer is needed, and there is ${version}: https://docs.docker.com/compose/install/\n`,
  });
});

test("a Docker that does not see the checkout: nothing is started, and it says where to", () => {
  const refused = 'invalid mount config for type "bind": bind source path does not exist: /x';
  const { status, stderr } = dev(`${compose}\n${answers("create", `echo '${refused}' >&2; exit 1`)}`);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^dev: Docker does not see .*\ndev: Type npm run dev where Docker runs, or in .devcontainer/);
});

test("a mount that Docker refuses for another reason: in Docker's words", () => {
  const { status, stderr } = dev(`${compose}\n${answers("create", "echo 'mounts denied' >&2; exit 1")}`);
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: `dev: a container cannot mount ${import.meta.dirname}: mounts denied\n`,
  });
});

test("a quote in the checkout's path is written as the lines of mounts want it", () => {
  const folder = join(top, 'a "b"/compose/dev');
  mkdirSync(dirname(folder), { recursive: true });
  cpSync(import.meta.dirname, folder, { recursive: true });
  const { stderr } = dev(`${compose}\n${answers("create", 'echo "$3" >&2; exit 1')}`, join(folder, "dev.sh"));
  expect(stderr).toContain(`: type=bind,"source=${folder.replaceAll('"', '""')}",target=/checkout,readonly\n`);
});

test("a checkout whose path has a colon is refused, which Docker could not mount", () => {
  const folder = join(top, "at 10:30/compose/dev");
  mkdirSync(dirname(folder), { recursive: true });
  cpSync(import.meta.dirname, folder, { recursive: true });
  const { status, stderr } = dev("", join(folder, "dev.sh"));
  expect(status).toBe(1);
  expect(stderr).toContain("at 10:30 has a colon, at which Docker ends the name of what is mounted: move the checkout");
});

test("the Compose files of another stack, which a shell may have exported, are refused before Docker is asked", () => {
  const asked = 'echo "asked: $*"; exit 9';
  const { status, stdout, stderr } = dev(asked, undefined, ["down", "--volumes"], { COMPOSE_FILE: "compose/prod.yml" });
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(/^dev: COMPOSE_FILE=compose\/prod.yml is another stack.*unset COMPOSE_FILE/);
});

test("a mounted folder that was removed and made again is told to Compose as a change; edits in it are none", () => {
  const root = join(top, "clone");
  const sources = join(root, "apps/web/src");
  mkdirSync(sources, { recursive: true });
  cpSync(join(import.meta.dirname, "../dev.yml"), join(root, "compose/dev.yml"));
  cpSync(import.meta.dirname, join(root, "compose/dev"), { recursive: true });
  const folders = () => dev('echo "$FLIPDOCS_DEV_FOLDERS"', join(root, "compose/dev/dev.sh"), ["ps"]).stdout;
  const first = folders();
  writeFileSync(join(sources, "page.tsx"), "");
  expect(folders()).toBe(first);
  const mounted = opendirSync(sources); // as a container holds it: its number is not given to another one
  rmSync(sources, { recursive: true });
  mkdirSync(sources);
  expect(folders()).not.toBe(first);
  mounted.closeSync();
});

test("help is what the script says of itself", () => {
  const { status, stdout } = dev("exit 9", undefined, ["--help"]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^The development stack, for `npm run dev`:\n\n {2}npm run dev {2}.*npm run dev down/s);
});
