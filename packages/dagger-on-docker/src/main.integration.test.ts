import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

// Needs Bun on the PATH; what is asked here builds nothing, so Docker is not used.
const program = fileURLToPath(new URL("./main.ts", import.meta.url));
const top = mkdtempSync(join(tmpdir(), "cli-"));
afterAll(() => rmSync(top, { recursive: true, force: true }));

const sources = `
import { dag, object, func, argument, check, Directory, File } from "@dagger.io/dagger";

export enum Tone { Plain = "plain", VeryLoud = "loud" }

@object()
export class Greeter {
  private readonly folder: Directory;
  private readonly tone: Tone;
  @func() name: string;
  constructor(folder: Directory, name: string, tone: Tone) { this.folder = folder; this.name = name; this.tone = tone; }
  /** Says it. */
  @func() say(times = 1): string { return Array(times).fill(this.tone === Tone.VeryLoud ? this.name.toUpperCase() : this.name).join(" "); }
  @func() async files(): Promise<string[]> { return (await this.folder.entries()).sort(); }
}

@object()
export class Demo {
  source: Directory;
  constructor(@argument({ defaultPath: "/", ignore: ["**", "!*.md"] }) source: Directory) { this.source = source; }
  /** Greets. */
  @func() greeter(name: string, tone: Tone = Tone.Plain): Greeter { console.log("noise"); return new Greeter(this.source, name, tone); }
  @func() async waits(): Promise<void> { console.log("it is on its way"); await new Promise((done) => setTimeout(done, 600_000)); }
  @func() note(): File { return dag.directory().withNewFile("note.txt", "hi\\n").file("note.txt"); }
  @func() @check() async good(): Promise<void> {}
  @func() @check() async bad(): Promise<void> { throw new Error("not good"); }
}
`;

const env = { ...process.env, XDG_CACHE_HOME: join(top, "cache") };

function dagger(...args: string[]) {
  const { status, stdout, stderr } = spawnSync("bun", [program, ...args], {
    cwd: top,
    env,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

beforeAll(() => {
  mkdirSync(join(top, "dagger/src"), { recursive: true });
  mkdirSync(join(top, ".git"));
  writeFileSync(join(top, "dagger.json"), '{"name":"demo","sdk":{"source":"typescript"},"source":"dagger"}');
  writeFileSync(join(top, "dagger/src/index.ts"), sources);
  writeFileSync(join(top, "README.md"), "read me");
  dagger("functions");
}, 60_000);

test("functions of a module are listed", () => {
  expect(dagger("functions")).toMatchObject({
    status: 0,
    stdout: `Name      Description
bad       -
good      -
greeter   Greets.
note      -
waits     -

Skipped 1 function(s) with unsupported types: with
`,
  });
});

test.skipIf(process.platform !== "linux")(
  "a result that cannot be written is told, and is no success (Linux has a full device)",
  () => {
    const full = openSync("/dev/full", "w");
    onTestFinished(() => closeSync(full));
    const { status, stderr } = spawnSync("bun", [program, "version"], {
      stdio: ["ignore", full, "pipe"],
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^Error: the result could not be written: ENOSPC/),
    });
  },
);

test("state travels from one object to the next, and only results are printed", () => {
  expect(dagger("-s", "call", "greeter", "--name=bob", "--tone=very_loud", "say", "--times=2")).toEqual({
    status: 0,
    stdout: "BOB BOB",
    stderr: "",
  });
});

test.each([
  ["plain", "--progress=plain"],
  ["the default", "--progress=auto"],
])("what a function says is on stderr at once, in %s progress", async (_, progress) => {
  const child = spawn("bun", [program, progress, "call", "waits"], { cwd: top, env });
  onTestFinished(() => void child.kill());
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].setEncoding("utf8").on("data", (text) => {
      said[stream] += text;
    });
  await expect.poll(() => said, { timeout: 60_000 }).toEqual({ stdout: "", stderr: "it is on its way\n" });
  child.kill("SIGTERM");
  expect(await once(child, "close")).toEqual([143, null]);
});

test("the default folder leaves out what is ignored", () => {
  expect(dagger("-s", "call", "greeter", "--name=bob", "files").stdout).toBe("README.md\n");
});

test("core objects go on through the schema", () => {
  expect(dagger("-s", "call", "note", "contents").stdout).toBe("hi\n");
});

test("a mistake in the line is told with where to find help", () => {
  expect(dagger("-s", "call", "greeter", "--nam=x")).toEqual({
    status: 1,
    stdout: "",
    stderr: "Error: unknown flag: --nam\nRun 'dagger call greeter --help' for usage.\n",
  });
});

test("all checks run, and red ones make the command fail", () => {
  const { status, stdout, stderr } = dagger("check");
  expect(status).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/✔ demo:good/);
  expect(stderr).toMatch(/✘ demo:bad ERROR/);
  expect(stderr).toMatch(/\nError: not good\n$/);
});
