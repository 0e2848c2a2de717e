import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { emptyContainer } from "../api/container-state.ts";
import { fileEntry } from "../tree/tree.ts";
import type { BuildSession } from "./build.ts";
import { compile } from "./compile.ts";
import { type Bindings, copyFs, type Exec, execFs, imageFs, newFile } from "./fs.ts";
import type { Vertex } from "./rawjson.ts";
import { noSettings } from "./stage.ts";

/** A client of Docker that writes down its builds, says and leaves what is prepared for each, and has every image. */
const DOCKER = `#!/bin/sh
[ "$1" = build ] || { echo '{}'; exit; }
number=$(ls "$0.builds" | wc -l)
printf '%s\\n' "$@" >"$0.builds/$number"
for word; do case $word in type=local,*)
  place=\${word#*dest=}; place=\${place%\\"}; mkdir -p "$place"; cp "$0.left"/* "$place" ;;
esac; done
cat "$0.said/$number" && [ ! -e "$0.failed/$number" ]
`;

let docker: string;
let build: typeof import("./build.ts");
const shown: string[] = [];
const hosts = vi.fn(async (_: Bindings) => "10.0.0.2 db\n");
beforeEach(async () => {
  docker = join(mkdtempSync(join(tmpdir(), "flipdocs-build-")), "docker");
  writeFileSync(docker, DOCKER);
  chmodSync(docker, 0o755);
  for (const folder of ["builds", "said", "failed", "left"]) mkdirSync(`${docker}.${folder}`);
  vi.stubEnv("DOCKER_BIN", docker);
  vi.resetModules();
  build = await import("./build.ts");
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.clearAllMocks();
  rmSync(join(docker, ".."), { recursive: true });
});

/** What one build says: how its last step ends, what that step said, and what the client said beside. */
interface Said {
  readonly failed?: Partial<Vertex>;
  readonly log?: string;
  readonly words?: string;
}

/** Prepares what the builds say, one after the other. */
function says(...all: readonly Said[]): void {
  all.forEach(({ failed, log, words }, index) => {
    const vertex = { digest: "d", name: "[s1 1/1] RUN x", ...failed };
    const status = {
      vertexes: [vertex],
      logs: log ? [{ vertex: "d", data: Buffer.from(log).toString("base64") }] : [],
    };
    writeFileSync(`${docker}.said/${index}`, `${JSON.stringify(status)}\n${words ?? ""}`);
    if (failed ?? words) writeFileSync(`${docker}.failed/${index}`, "");
  });
}

/** Leaves files where a build is to put some. */
const leaves = (files: Readonly<Record<string, string>>): void => {
  for (const [name, text] of Object.entries(files)) writeFileSync(`${docker}.left/${name}`, text);
};
const builds = (): string[][] =>
  readdirSync(`${docker}.builds`).map((name) => readFileSync(`${docker}.builds/${name}`, "utf8").trim().split("\n"));

const session = (): BuildSession => {
  let places = 0;
  const place = () => join(docker, "..", `place-${places++}`);
  const folder = {
    context: "/context",
    stage: async () => undefined,
    place,
    async write(text: string) {
      const path = place();
      writeFileSync(path, text);
      return path;
    },
  };
  const progress = { line: (text: string) => void shown.push(text), step() {}, output() {}, close() {} };
  return { folder, progress, stopped: new AbortController().signal, services: { hosts } } as unknown as BuildSession;
};

const image = imageFs("debian:13", "sha256:1", noSettings);
const exec = (more: Partial<Exec> = {}) =>
  execFs(image, { ...noSettings, args: ["make"], expect: "SUCCESS", mounts: [], secrets: {}, services: {}, ...more });
const record = { "record.json": '{"exitCode":3}', stdout: "out\n", stderr: "err\n", combined: "both\n" };
/** BuildKit's name for the step of a command: its line, which has the id of its run. */
const stepOf = (fs: ReturnType<typeof exec>): string =>
  `[s1 2/2] RUN ["shim.mjs","${[...compile({ kind: "stage", fs }).runs.keys()][0]}","{}","make"]`;

test("a stage is built in BuildKit's cache alone, and nothing is asked again", async () => {
  says({});
  await build.buildStage(session(), image);
  expect(builds()).toEqual([
    [
      "build",
      "--progress",
      "rawjson",
      "--target",
      "s1",
      "--file",
      expect.stringMatching(/place-0$/),
      "--output",
      "type=cacheonly",
      "/context",
    ],
  ]);
});

test("an image gets a name, and a command its id and its secrets, whose values no word tells", async () => {
  vi.stubEnv("FLIPDOCS_BUILD_TEST", "hush");
  says({});
  await build.buildImage(session(), exec({ secrets: { TOKEN: "env://FLIPDOCS_BUILD_TEST" } }), [], "shop:1");
  const [words = []] = builds();
  expect(words.join(" ")).toContain("--build-arg FTP_PROXY --build-arg ftp_proxy --secret id=secret-");
  expect(words.join(" ")).toContain("--tag shop:1");
  expect(words.join(" ")).not.toContain("hush");
});

test("services start where the command is not cached, and it is told where they are", async () => {
  const services = { db: { container: emptyContainer, args: {} } };
  says({ failed: { error: "secret hosts-0123456789abcdef: not found" } }, {});
  await build.buildStage(session(), exec({ services }));
  expect(hosts.mock.calls).toEqual([[services]]);
  const [first = [], second = []] = builds();
  expect(first.join(" ")).not.toContain("--secret");
  const [, path = ""] = /--secret id=hosts-[0-9a-f]{16},"src=(.*)" /.exec(second.join(" ")) ?? [];
  expect(readFileSync(path, "utf8")).toBe("10.0.0.2 db\n");
});

test("a command whose record is lost runs again, alone", async () => {
  const run = exec();
  leaves(record);
  says({ failed: { error: "exit code: 44" }, log: `record-lost /dev/.dagger-records/${run.id}` }, {});
  expect(await build.readRecord(session(), run)).toEqual({
    exitCode: 3,
    stdout: "out\n",
    stderr: "err\n",
    combined: "both\n",
  });
  expect(builds().map((words) => words.join(" ").includes("--no-cache-filter s1"))).toEqual([false, true]);
});

test("a base that is gone is looked for before another try", async () => {
  says({ words: "ERROR: failed to resolve source metadata for docker.io/library/debian:13: not found\n" }, {});
  await build.buildStage(session(), image);
  expect(builds()).toHaveLength(2);
});

test("a build that BuildKit itself lost its way in is asked for again, as it was", async () => {
  says({ words: "ERROR: failed to solve: failed to get edge: inconsistent graph state" }, {});
  await build.buildStage(session(), image);
  const words = builds().map((all) => all.filter((word) => !word.startsWith("/")));
  expect(words).toEqual([words[0], words[0]]);
});

test("what cannot be put right is tried five times more, and then told", async () => {
  const gone = { words: "ERROR: pull access denied for debian\n" };
  says(gone, gone, gone, gone, gone, gone, gone);
  await expect(build.buildStage(session(), image)).rejects.toThrow(
    "docker build failed: pull access denied for debian",
  );
  expect(builds()).toHaveLength(6);
});

test("names in a folder come in the order of a walk", async () => {
  says({});
  leaves({ "list.json": '["b","a.txt","a/"]' });
  expect(await build.listFolder(session(), { fs: image, path: "/etc" })).toEqual(["a/", "a.txt", "b"]);
});

test("a file is taken out with its content and mode", async () => {
  says({});
  leaves({ file: "text" });
  expect(await build.readFile(session(), { fs: image, path: "/f" })).toMatchObject({
    kind: "file",
    bytes: { length: 4 },
  });
});

test("a path to write to may hold a comma and quotes", async () => {
  says({});
  await build.exportFolder(session(), { fs: image, path: "/" }, join(docker, '../a,"b'));
  expect(builds()[0]?.join("\n")).toContain('a,""b"');
});

test("a command that fails is told with its code and streams, which another build reads", async () => {
  const run = exec();
  leaves(record);
  const error = 'process "make" did not complete successfully: exit code: 3';
  says({ failed: { name: stepOf(run), error } }, {});
  const failing = build.buildStage(session(), run);
  await expect(failing).rejects.toMatchObject({ cmd: ["make"], exitCode: 3, stdout: "out", stderr: "err" });
  expect(builds()).toHaveLength(2);
});

test("a command whose record cannot be read either has failed all the same", async () => {
  const run = exec();
  const failed = { name: stepOf(run), error: 'process "make" did not complete successfully: exit code: 3' };
  says({ failed }, { failed });
  await expect(build.buildStage(session(), run)).rejects.toMatchObject({ name: "ExecError", exitCode: -1 });
});

test("a command that BuildKit cannot start is told in its words", async () => {
  const run = exec({ user: "nobody-here" });
  says({ failed: { name: stepOf(run), error: "unable to find user nobody-here" } });
  const failing = build.buildStage(session(), run);
  await expect(failing).rejects.toMatchObject({ message: "unable to find user nobody-here", exitCode: -1 });
});

test.each([
  ['failed to calculate checksum of ref x: "/etc/nope": not found', "stat /etc/nope: no such file or directory"],
  [
    "failed to stat /var/lib/docker/tmp/buildkit-mount12/etc/nope: lstat x/buildkit-mount12/etc/nope: no such file or directory",
    "stat /etc/nope: no such file or directory",
  ],
  ["cannot copy to non-directory: /f", "where a file and a folder, or a link, meet is not served on Docker alone"],
  ["something else", "docker build failed: something else\nwhat the step said"],
])("%s is told as %s", async (error, message) => {
  says({ failed: { name: "[s1 2/2] COPY x", error }, log: "what the step said\n" });
  const from = newFile("f", fileEntry(Buffer.from("1")));
  const copied = copyFs(image, { from, kind: "file", to: "/etc/nope" });
  await expect(build.buildStage(session(), copied)).rejects.toThrow(message);
});

test("a file that is asked for and not there is told by the path that was asked for", async () => {
  says({ failed: { name: "[output 1/1] COPY x", error: '"/link/nope": not found' } });
  await expect(build.readFile(session(), { fs: image, path: "/asked" })).rejects.toThrow("stat /asked: no such file");
});

test("a user or folder that the step cannot have fails the command, not the build", async () => {
  says({ failed: { name: "[s1 2/3] WORKDIR /f", error: "mkdir /f: not a directory" } });
  await expect(build.buildStage(session(), exec({ user: "me", workdir: "/f" }))).rejects.toMatchObject({
    name: "ExecError",
    exitCode: -1,
  });
});
