import { describe, expect, test } from "vitest";
import type { Entry } from "../tree/tree.ts";
import { compile } from "./compile.ts";
import { copyFs, type Exec, execFs, imageFs, removeFs, scratch, treeFs, writtenFs } from "./fs.ts";

const settings = { env: { PATH: "/bin" }, user: "", workdir: "" };
const debian = imageFs("debian:13.1-slim", "sha256:1", settings);
const file = (text: string): Entry => ({ kind: "file", mode: 0o644, bytes: Buffer.from(text), uid: 0, gid: 0 });
const tree = treeFs(new Map([["f", file("x")]]));
const exec = (over: Partial<Exec> = {}): Exec => ({
  ...settings,
  args: ["true"],
  options: {},
  mounts: [],
  secrets: {},
  services: {},
  ...over,
});

const tools = [
  "FROM oven/bun:1.4.5-slim AS runtime",
  "",
  "FROM scratch AS tools",
  "COPY --from=runtime /usr/lib/*-linux-gnu/ld-linux-*.so.* /ld",
  "COPY --from=runtime /usr/lib/*-linux-gnu/libc.so.* /usr/lib/*-linux-gnu/libm.so.* /usr/lib/*-linux-gnu/libdl.so.* /usr/lib/*-linux-gnu/libpthread.so.* /lib/",
  "COPY --from=runtime /usr/local/bin/bun /bun",
  "COPY tools /",
  "",
];
const shim = (...words: string[]) =>
  JSON.stringify([
    "/dev/.dagger/ld",
    "--library-path",
    "/dev/.dagger/lib",
    "/dev/.dagger/bun",
    "--no-env-file",
    "/dev/.dagger/shim.mjs",
    ...words,
  ]);
const records = [
  "--mount=type=bind,from=tools,target=/dev/.dagger",
  "--mount=type=cache,id=dagger-on-docker-records,target=/dev/.dagger-records,from=tools,source=/records",
];

/** The text of a Dockerfile, with the ids of runs replaced: they are hashes. */
function text(fs: Parameters<typeof compile>[0]): string[] {
  const { dockerfile } = compile(fs);
  return dockerfile
    .replace(/run-[0-9a-f]{12}/g, "RUN_ID")
    .trimEnd()
    .split("\n");
}
const run = (mounts: string[], ...words: string[]) => {
  const own = [
    "--mount=type=secret,id=RUN_ID,target=/dev/.dagger-run,mode=0444",
    "--mount=type=secret,id=host-ca,target=/dev/.dagger-ca.crt,mode=0444",
  ];
  return `RUN ${[...records, ...own, ...mounts].join(" ")} ${shim(...words)}`;
};

test("files alone need neither tools nor a command", () => {
  const fs = copyFs(debian, { from: { fs: tree, path: "/" }, kind: "folder", to: "/app" });
  expect(text({ kind: "stage", fs })).toEqual([
    "FROM scratch AS s1",
    `ADD ${tree.id}.tar /`,
    "",
    "FROM debian:13.1-slim AS s2",
    'COPY --from=s1 ["/","/app/"]',
  ]);
});

test("known files are unpacked where they are to replace what is there", () => {
  const fs = copyFs(debian, { from: { fs: tree, path: "/" }, kind: "folder", to: "/app", unpack: true });
  expect(text({ kind: "stage", fs })).toEqual(["FROM debian:13.1-slim AS s1", `ADD ["${tree.id}.tar","/app/"]`]);
});

test("a command runs with its variables, user and folder, under the shim", () => {
  const fs = execFs(
    debian,
    exec({ args: ["echo", "$A"], env: { PATH: "/bin", A: 'q"$' }, user: "1000", workdir: "/w" }),
  );
  expect(text({ kind: "stage", fs })).toEqual([
    ...tools,
    "FROM debian:13.1-slim AS s1",
    'ENV A="q\\"\\$"',
    "USER 1000",
    "WORKDIR /w",
    run([], "{}", "echo", "$A"),
  ]);
});

test("a variable that was taken away, and one that ENV cannot say, go through the shim", () => {
  const fs = execFs(debian, exec({ env: { A: "two\nlines" } }));
  expect(text({ kind: "stage", fs }).at(-1)).toBe(run([], '{"unset":["PATH"],"env":{"A":"two\\nlines"}}', "true"));
});

test("what two operations stand on is a stage of its own", () => {
  const base = execFs(debian, exec());
  const fs = copyFs(execFs(base, exec({ args: ["a"] })), { from: { fs: base, path: "/o" }, kind: "folder", to: "/o" });
  expect(text({ kind: "stage", fs }).filter((line) => /^(FROM|COPY --from=s)/.test(line))).toEqual([
    "FROM oven/bun:1.4.5-slim AS runtime",
    "FROM scratch AS tools",
    "FROM debian:13.1-slim AS s1",
    "FROM s1 AS s2",
    'COPY --from=s1 ["/o/","/o/"]',
  ]);
});

describe("mounts", () => {
  const mountsOf = (mounts: Exec["mounts"], over: Partial<Exec> = {}) => {
    const line = text({ kind: "stage", fs: execFs(debian, exec({ mounts, ...over })) }).at(-1) ?? "";
    return line
      .split(" ")
      .filter((word) => word.startsWith("--mount="))
      .slice(4);
  };
  test("of a cache", () => {
    expect(mountsOf([{ kind: "cache", key: "k", sharing: "locked", target: "/c", owner: "12:34" }])).toEqual([
      "--mount=type=cache,id=k,sharing=locked,target=/c,uid=12,gid=34",
    ]);
  });
  test("of files are writable, and what they hold afterwards is recorded", () => {
    const fs = execFs(debian, exec({ mounts: [{ kind: "folder", from: { fs: tree, path: "/" }, target: "/m" }] }));
    expect(text({ kind: "stage", fs }).at(-1)).toBe(
      run(["--mount=type=bind,from=s1,source=/,target=/m,rw"], '{"writable":["/m"]}', "true"),
    );
  });
  test("of memory", () => {
    expect(mountsOf([{ kind: "tmpfs", target: "/t" }])).toEqual(["--mount=type=tmpfs,target=/t"]);
  });
  test("of secrets name them by a hash, and mask them", () => {
    const [mount = ""] = mountsOf([{ kind: "secret", secret: "env://TOKEN", mode: 0o400, target: "/s" }]);
    expect(mount).toMatch(/^--mount=type=secret,id=secret-[0-9a-f]{16},target=\/s,mode=0400,required=true$/);
  });
  test("that a Dockerfile cannot say are refused", () => {
    expect(() => mountsOf([{ kind: "tmpfs", target: "/a,b" }])).toThrow("a mount cannot have a comma");
  });
});

test("a secret variable comes as a file, and is named nowhere but by its hash", () => {
  const plan = compile({ kind: "stage", fs: execFs(debian, exec({ secrets: { TOKEN: "set:token#0" } })) });
  expect(plan.dockerfile).toContain(String.raw`{\"secrets\":{\"TOKEN\":\"/dev/.dagger-secret-0\"}}`);
  expect(plan.dockerfile).not.toContain("set:token");
  expect([...plan.secrets.values()]).toEqual(["set:token#0"]);
});

test("what a command wrote into a mount is read by a step that names the chain", () => {
  const ran = execFs(debian, exec({ mounts: [{ kind: "folder", from: { fs: tree, path: "/" }, target: "/m" }] }));
  const lines = text({ kind: "folder", from: { fs: writtenFs(ran, 0), path: "/.dagger-left" } });
  expect(lines.slice(-5)).toEqual([
    "USER root",
    `RUN ${records.join(" ")} --mount=type=bind,from=s1,source=/,target=/dev/.dagger-origin ${shim("--written", ran.id, "/m", "folder")}`,
    "",
    "FROM scratch AS output",
    'COPY --from=s3 ["/.dagger-left/","/"]',
  ]);
});

test("a record is read beside the run, by its chain", () => {
  const fs = execFs(debian, exec());
  expect(text({ kind: "record", fs }).slice(-6)).toEqual([
    "FROM s1 AS record",
    "USER root",
    `RUN ${records.join(" ")} ${shim("--record", fs.id)}`,
    "",
    "FROM scratch AS output",
    'COPY --from=record ["/.dagger-left/","/"]',
  ]);
});

test("removing is done as root, by patterns the shim reads", () => {
  const lines = text({ kind: "stage", fs: removeFs(imageFs("x:1", "i", { ...settings, user: "app" }), ["/p/*.txt"]) });
  expect(lines.slice(-2)).toEqual([
    "USER root",
    `RUN --mount=type=bind,from=tools,target=/dev/.dagger ${shim("--remove", "/p/*.txt")}`,
  ]);
});

test("an image ends with its configuration", () => {
  expect(text({ kind: "stage", fs: debian, config: ['CMD ["x"]'] })).toEqual([
    "FROM debian:13.1-slim AS s1",
    "",
    "FROM s1 AS image",
    'CMD ["x"]',
  ]);
});

test("names are taken as they are: no wildcard, no variable", () => {
  const fs = copyFs(scratch, { from: { fs: debian, path: "/a [id]/$x*" }, kind: "file", to: "/to $y" });
  expect(text({ kind: "stage", fs }).at(-1)).toBe(String.raw`COPY --from=s1 ["/a [[]id]/\\$x[*]","/to \\$y"]`);
});

test("the same chain gives the same text, and another tree another context file", () => {
  const built = () =>
    copyFs(debian, {
      from: { fs: treeFs(new Map([["f", file("x")]])), path: "/" },
      kind: "folder",
      to: "/",
      unpack: true,
    });
  expect(compile({ kind: "stage", fs: built() }).dockerfile).toBe(compile({ kind: "stage", fs: built() }).dockerfile);
  expect(treeFs(new Map([["f", file("y")]])).id).not.toBe(tree.id);
});
