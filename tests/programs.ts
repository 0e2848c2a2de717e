import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Finished as Ended, start as startProgram } from "../packages/dagger-on-docker/src/base/process.ts";
import { docker, root } from "../testing/programs.ts";

export { docker, type Ended };

/** A program that runs. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Waits until it has said something. */
  says(what: RegExp): Promise<void>;
}

interface Where {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export function start(program: string, args: readonly string[], where: Where = {}): Started {
  let said = "";
  const onText = (text: string) => {
    said += text;
  };
  const { child, ended } = startProgram(program, args, { cwd: root, ...where, onText });
  const says = async (what: RegExp): Promise<void> => {
    while (!what.test(said)) {
      if (child.exitCode !== null) throw new Error(`${program} ended before it said ${what}:\n${said}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  return { child, ended, says };
}

/** One `daggerw` on Docker alone, with a place of its own for temporary files. */
export interface Called extends Started {
  /** What it left in Docker and in the folder for temporary files, which goes when it ends, asked for or not. */
  leftovers(): Promise<string[]>;
}

export function startDaggerw(args: readonly string[], { env, ...where }: Where = {}): Called {
  const temporary = mkdtempSync(join(tmpdir(), "flipdocs-test-"));
  const program = start("./daggerw", args, {
    ...where,
    env: { ...process.env, FLIPDOCS_ENGINE: "docker", TMPDIR: temporary, ...env },
  });
  // daggerw becomes the program that opens the session, so its number is in the names of all it makes.
  const name = `dagger-on-docker-${program.child.pid}-`;
  const files = program.ended
    .catch(() => undefined)
    .then(() => readdirSync(temporary).map((file) => `file ${file}`))
    .finally(() => rmSync(temporary, { recursive: true, force: true }));
  const leftovers = async () => {
    const lists = [
      ["ps", "--all", "--filter", `name=${name}`, "--format", "container {{.Names}}"],
      ["network", "ls", "--filter", `name=${name}`, "--format", "network {{.Name}}"],
      ["volume", "ls", "--filter", `name=${name}`, "--format", "volume {{.Name}}"],
      ["images", "--filter", `reference=${name}*`, "--format", "image {{.Repository}}:{{.Tag}}"],
    ];
    const inDocker = (await Promise.all(lists.map((list) => docker(...list)))).flatMap((text) => text.split("\n"));
    return [...inDocker.filter(Boolean), ...(await files)];
  };
  return { ...program, leftovers };
}

/** Runs `daggerw` to its end. */
export async function daggerw(args: readonly string[], where?: Where): Promise<Ended & { left: string[] }> {
  const called = startDaggerw(args, where);
  const ended = await called.ended;
  return { ...ended, left: await called.leftovers() };
}

/** Runs `daggerw`, which has to succeed. */
export async function build(args: readonly string[], where?: Where): Promise<Ended> {
  const ended = await daggerw(["--progress=plain", "call", ...args], where);
  if (ended.code !== 0) throw new Error(`daggerw call ${args.join(" ")} failed:\n${ended.stderr}`);
  return ended;
}
