/**
 * Small pipelines with the answers that a Dagger engine (v0.21.8) gives. Run on Docker alone; with DAGGER_PARITY=1 on
 * the engine whose command line _EXPERIMENTAL_DAGGER_CLI_BIN names, where they must pass as well.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CacheSharingMode, type Client, type Container, type Directory, ReturnType } from "@dagger.io/dagger";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { images } from "../../../dagger/src/images.ts";
import { openSession, type TestSession } from "../test/session.ts";

let session: TestSession;
beforeAll(async () => {
  session = await openSession({ PARITY_SECRET: "hush-hush" });
});
afterAll(async () => {
  await session.end();
});

const base = (client: Client): Container => client.container().from(images.node);
const shell = (container: Container, script: string): Container => container.withExec(["sh", "-c", script]);
/** A container whose next command has not run before. */
const fresh = (container: Container): Container => container.withEnvVariable("FRESH", crypto.randomUUID());
const failure = (work: Promise<unknown>) =>
  work.then(
    () => "no failure",
    ({ name, exitCode, stdout, stderr }) => ({ name, exitCode, stdout, stderr }),
  );

function answers(title: string, work: (client: Client) => Promise<unknown>, expected: unknown): void {
  test(title, { timeout: 60_000 }, async () => {
    expect(await session.use(work)).toEqual(expected);
  });
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "flipdocs-parity-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe("commands", () => {
  answers(
    "have two streams and a code",
    async (dag) => {
      const run = shell(base(dag), "echo out; echo err >&2");
      return [await run.stdout(), await run.stderr(), await run.exitCode()];
    },
    ["out\n", "err\n", 0],
  );
  answers(
    "get their words as they are",
    (dag) => base(dag).withExec(["printf", "<%s>", "", "a b", "$HOME", "'\"\\", "é\n"]).stdout(),
    "<><a b><$HOME><'\"\\><é\n>",
  );
  answers(
    "that fail say so, with trimmed streams",
    (dag) => failure(shell(base(dag), "echo out; echo err >&2; exit 3").sync()),
    { name: "ExecError", exitCode: 3, stdout: "out", stderr: "err" },
  );
  answers(
    "may be expected to fail",
    async (dag) => {
      const run = base(dag).withExec(["sh", "-c", "echo kept > /f; exit 7"], { expect: ReturnType.Any });
      return [await run.exitCode(), await run.file("/f").contents()];
    },
    [7, "kept\n"],
  );
  answers("that are not there fail with 1", (dag) => failure(base(dag).withExec(["nope"]).sync()), {
    name: "ExecError",
    exitCode: 1,
    stdout: "",
    stderr: 'exec: "nope": executable file not found in $PATH',
  });
  answers(
    "take an argument of 100 KB",
    (dag) =>
      base(dag)
        .withExec(["sh", "-c", 'printf %s "$1" | wc -c', "sh", "y".repeat(100_000)])
        .stdout(),
    "100000\n",
  );
  answers("can open their own stderr", (dag) => shell(base(dag), "echo direct > /dev/stderr").stderr(), "direct\n");
  answers(
    "run as the user, in the folder, with the variables",
    (dag) =>
      shell(
        base(dag).withUser("1000:1000").withWorkdir("/w").withEnvVariable("A", 'q "$x" \\'),
        'echo "$(id -u):$(id -g) $PWD $A"',
      ).stdout(),
    '1000:1000 /w q "$x" \\\n',
  );
});

describe("directories", () => {
  answers("list folders with a slash", (dag) => dag.directory().withNewFile("b", "").withNewFile("a/c", "").entries(), [
    "a/",
    "b",
  ]);
  answers(
    "take a file in under its own name",
    (dag) => {
      const own = dag.directory().withNewFile("own.txt", "o").file("own.txt");
      return shell(base(dag).withNewFile("/p/x", "").withFile("/p/", own), "ls /p").stdout();
    },
    "own.txt\nx\n",
  );
  answers(
    "may have names that need quoting everywhere",
    (dag) =>
      base(dag)
        .withDirectory("/a $b/'c\"", dag.directory().withNewFile("é [1]*", "odd"))
        .file("/a $b/'c\"/é [1]*")
        .contents(),
    "odd",
  );
  answers(
    "filter by include and exclude",
    (dag) =>
      dag
        .directory()
        .withNewFile("a/x.ts", "")
        .withNewFile("a/x.test.ts", "")
        .withNewFile("b/y.ts", "")
        .filter({ include: ["a"], exclude: ["**/*.test.ts"] })
        .glob("**"),
    ["a/", "a/x.ts"],
  );
  answers(
    "are laid over each other",
    async (dag) => {
      const over = dag.directory().withNewFile("f", "new").withNewFile("s/g", "g");
      const laid = base(dag).withNewFile("/d/f", "old").withNewFile("/d/k", "k").withDirectory("/d", over);
      return shell(laid, "cd /d && cat f k s/g && ls").stdout();
    },
    "newkgf\nk\ns\n",
  );
  answers(
    "without files bring none",
    async (dag) => {
      const [full, empty] = [
        dag.directory().withNewFile("f", ""),
        dag
          .directory()
          .withNewFile("f", "")
          .filter({ include: ["g"] }),
      ];
      const over = (files: Directory) => base(dag).withDirectory("/bring", files).directory("/bring").entries();
      return [await over(full), await over(empty), await over(dag.directory())];
    },
    [["f"], [], []],
  );
  answers(
    "that a command left take more, and are looked into, links followed",
    async (dag) => {
      const known = dag.directory().withNewFile("d/a.txt", "a", { permissions: 0o600 }).withNewFile("f", "f");
      const linked = shell(base(dag).withDirectory("/left", known), "ln -s d /left/l; ln -s f /left/lf");
      const left = linked.directory("/left");
      const more = dag.directory().withNewFile("f", "more").withNewFile("d/b", "b");
      return [
        await left.withDirectory("e", more).entries({ path: "e" }),
        await left.withDirectory("d", more).entries({ path: "d/d" }),
        await left.withFile("d/", more.file("f")).entries({ path: "d" }),
        await left.withFile("f", more.file("f")).file("f").contents(),
        await left.withNewFile("d/new", "n").file("d/new").contents(),
        await left.directory("l").entries(),
        await left.entries(),
        await left.file("l/a.txt").contents(),
        await left.file("lf").contents(),
      ];
    },
    [["d/", "f"], ["b"], ["a.txt", "f"], "more", "n", ["a.txt"], ["d/", "f", "l", "lf"], "a", "f"],
  );
  answers(
    "come back out of commands",
    (dag) => shell(base(dag), "mkdir -p /o/e && echo hi > /o/f && ln -s f /o/l").directory("/o").entries(),
    ["e/", "f", "l"],
  );
  test("leave what an exclusion names on the host", { timeout: 60_000 }, async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "kept"), "k");
    writeFileSync(join(folder, "left.log"), "l");
    const entries = await session.use((dag) =>
      dag
        .host()
        .directory(folder, { exclude: ["*.log"] })
        .entries(),
    );
    expect(entries).toEqual(["kept"]);
  });
  test("are written to the host", { timeout: 60_000 }, async () => {
    const folder = temporaryFolder();
    await session.use((dag) => dag.directory().withNewFile("a/b", "text").export(join(folder, "out")));
    expect(readFileSync(join(folder, "out/a/b"), "utf8")).toBe("text");
  });
});

describe("mounts", () => {
  answers(
    "of a folder are no part of the files",
    (dag) => {
      const mounted = base(dag).withMountedDirectory("/m", dag.directory().withNewFile("f", "1"));
      return shell(shell(mounted, "true").withoutMount("/m"), "ls /m 2>/dev/null | wc -l").stdout();
    },
    "0\n",
  );
  answers(
    "of a cache last",
    async (dag) => {
      const cache = dag.cacheVolume(crypto.randomUUID());
      const add = () =>
        shell(
          fresh(base(dag)).withMountedCache("/c", cache, { sharing: CacheSharingMode.Locked }),
          "echo x >> /c/f; wc -l < /c/f",
        ).stdout();
      return [await add(), await add()];
    },
    ["1\n", "2\n"],
  );
  answers(
    "of memory are empty and gone",
    (dag) => shell(shell(base(dag).withMountedTemp("/t"), "touch /t/f"), "ls /t | wc -l").stdout(),
    "0\n",
  );
  answers(
    "of a secret are masked in the output, and read-only to root",
    (dag) =>
      shell(
        base(dag).withMountedSecret("/s", dag.secret("env://PARITY_SECRET")),
        "stat -c '%a %u' /s; cat /s",
      ).stdout(),
    "400 0\n***",
  );
});

describe("services", () => {
  const hello = 'require("http").createServer((q, r) => r.end("hi " + q.url)).listen(8080)';
  const greeter = (dag: Client, script = hello) =>
    base(dag)
      .withExposedPort(8080)
      .asService({ args: ["node", "-e", script] });
  const fetched = (url: string) => [
    "node",
    "-e",
    `fetch("${url}").then((r) => r.text()).then((t) => process.stdout.write(t))`,
  ];
  answers(
    "answer under their alias, once they listen",
    (dag) => {
      const service = greeter(dag, `setTimeout(() => { ${hello} }, 500)`);
      return fresh(base(dag)).withServiceBinding("web", service).withExec(fetched("http://web:8080/x")).stdout();
    },
    "hi /x",
  );
  answers(
    "leave the files of a command that uses them",
    async (dag) => {
      const run = fresh(base(dag)).withServiceBinding("web", greeter(dag)).withExec(["sh", "-c", "echo made > /f"]);
      return shell(run, "cat /f").stdout();
    },
    "made\n",
  );
  answers(
    "do not hide that a command failed",
    (dag) => {
      return failure(shell(fresh(base(dag)).withServiceBinding("web", greeter(dag)), "echo why >&2; exit 5").sync());
    },
    { name: "ExecError", exitCode: 5, stdout: "", stderr: "why" },
  );
  answers(
    "do not change what is told of a command: not the second time, and not for a user who is not there",
    async (dag) => {
      const bound = fresh(base(dag)).withServiceBinding("web", greeter(dag));
      const failing = ["a", "b"].map((label) => failure(shell(bound.withLabel("l", label), "exit 5").sync()));
      return [...(await Promise.all(failing)), await failure(shell(bound.withUser("nobody-here"), "true").sync())];
    },
    [5, 5, -1].map((exitCode) => ({ name: "ExecError", exitCode, stdout: "", stderr: "" })),
  );
});

describe("containers", () => {
  answers(
    "keep their configuration",
    async (dag) => {
      const container = base(dag)
        .withEnvVariable("A", "1")
        .withEnvVariable("A", "2")
        .withUser("1000:1000")
        .withWorkdir("/w");
      const labelled = container.withLabel("l", "v").withDefaultArgs(["sh", "-c", "echo $A $(id -u) $PWD"]);
      return [await labelled.label("l"), await labelled.withExec([]).stdout()];
    },
    ["v", "2 1000 /w\n"],
  );
  answers(
    "run a step once for all that ask for it",
    async (dag) => {
      const shared = shell(fresh(base(dag)), "cat /proc/sys/kernel/random/uuid > /id");
      const ids = await Promise.all(
        ["1", "2", "3"].map((n) => shell(shared.withEnvVariable("N", n), "cat /id").stdout()),
      );
      return new Set(ids).size;
    },
    1,
  );
});
