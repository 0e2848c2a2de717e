import { describe, expect, test } from "vitest";
import { emptyContainer } from "../api/container-state.ts";
import { emptyTree, fileEntry, put, type Tree } from "../tree/tree.ts";
import { compile } from "./compile.ts";
import { copyFs, type Exec, type ExecFs, execFs, type Fs, imageFs, type Mount, scratch, treeFs } from "./fs.ts";

const image = imageFs("debian:13", "sha256:1", { env: { PATH: "/bin" }, user: "", workdir: "" });
const exec = (base: Fs, args: string[], more: Partial<Exec> = {}): ExecFs =>
  execFs(base, {
    args,
    expect: "SUCCESS",
    env: { PATH: "/bin" },
    user: "",
    workdir: "",
    mounts: [],
    secrets: {},
    services: {},
    ...more,
  });
const file = (path: string, text: string, tree: Tree = emptyTree): Tree =>
  put(tree, path, fileEntry(Buffer.from(text)));

/** The text without the stages of the shim and the mounts that every command has, ids in order of appearance. */
function stages(fs: Fs): string {
  const { dockerfile } = compile({ kind: "stage", fs });
  const ids = new Map<string, string>();
  return dockerfile
    .replace(/^FROM oven[\s\S]*?ADD ca\.tar \/\n\n/, "")
    .replace(/--mount=type=(?:bind,from=(?:tools|runtime)|cache,id=dagger-on-docker-records)\S* /g, "")
    .replaceAll(
      '"/dev/.dagger/lib/ld-linux-x86-64.so.2","--library-path","/dev/.dagger/lib","/dev/.dagger/bun","--no-env-file","/dev/.dagger/shim.mjs"',
      "SHIM",
    )
    .replace(/SHIM,"run-[0-9a-f-]+"/g, "SHIM")
    .replace(/[0-9a-f]{64}|(?<=secret-)[0-9a-f]{16}/g, (id) => {
      if (!ids.has(id)) ids.set(id, `ID${ids.size + 1}`);
      return ids.get(id) ?? "";
    })
    .trim();
}

describe("a chain as a Dockerfile", () => {
  test("a command on an image", () => {
    expect(
      stages(exec(image, ["echo", "$A"], { env: { PATH: "/bin", A: 'a "b" $c' }, user: "1000:1000", workdir: "/app" })),
    ).toBe(
      `FROM debian:13 AS s1
ENV A="a \\"b\\" \\$c"
USER 1000:1000
WORKDIR /app
RUN [SHIM,"{}","echo","$A"]`,
    );
  });

  test("the shim takes root to the working directory, where it is not the image's own", () => {
    expect(stages(exec(image, ["pwd"], { user: "root", workdir: "/app" }))).toBe(
      `FROM debian:13 AS s1\nRUN [SHIM,"{\\"cwd\\":\\"/app\\"}","pwd"]`,
    );
    const own = imageFs("bun:1", "bun", { env: { PATH: "/bin" }, user: "", workdir: "/home" });
    expect(stages(exec(own, ["pwd"], { workdir: "/home" }))).toBe(`FROM bun:1 AS s1\nRUN [SHIM,"{}","pwd"]`);
    expect(stages(exec(own, ["pwd"], { workdir: "" }))).toContain(`{\\"cwd\\":\\"/\\"}`);
  });

  test("every command gets the shim, its record, its id and the host's certificates", () => {
    const { dockerfile } = compile({ kind: "stage", fs: exec(image, ["true"]) });
    expect(dockerfile).toMatch(
      /^RUN --mount=type=bind,from=tools,target=\/dev\/.dagger --mount=type=bind,from=runtime,source=\/usr\/local\/bin\/bun,target=\/dev\/.dagger\/bun --mount=type=bind,from=runtime,source=\/usr\/lib\/\w+-linux-gnu,target=\/dev\/.dagger\/lib --mount=type=cache,id=dagger-on-docker-records,target=\/dev\/.dagger-records,from=tools,source=\/records --mount=type=bind,from=tools-ca,source=\/ca.crt,target=\/dev\/.dagger-ca.crt \[.*"\/dev\/.dagger\/shim.mjs","run-[0-9a-f]{12}",/m,
    );
  });

  test("a builder with a cache mount, and a runner that takes from it", () => {
    const source = copyFs(image, {
      from: { fs: treeFs(file("package.json", "{}")), path: "/" },
      kind: "folder",
      to: "/app",
    });
    const store: Mount = { target: "/store", kind: "cache", key: "packages", sharing: "shared" };
    const installed = exec(source, ["bun", "install"], { workdir: "/app", mounts: [store] });
    const runner = copyFs(scratch, {
      from: { fs: installed, path: "/app/node_modules" },
      kind: "folder",
      to: "/app/node_modules",
      owner: "1001:1001",
    });
    expect(stages(runner)).toBe(
      `FROM scratch AS s1
ADD ID1.tar /

FROM debian:13 AS s2
COPY --from=s1 ["/","/app/"]
RUN --mount=type=cache,id=packages,sharing=shared,target=/store [SHIM,"{\\"cwd\\":\\"/app\\"}","bun","install"]

FROM scratch AS s3
COPY --from=s2 --chown=1001:1001 ["/app/node_modules/","/app/node_modules/"]`,
    );
  });

  test("prune, install, build: a stage that two take from is opened once", () => {
    const deps = exec(image, ["prune"]);
    const installed = exec(copyFs(image, { from: { fs: deps, path: "/out/json" }, kind: "folder", to: "/app" }), [
      "install",
    ]);
    const built = exec(copyFs(installed, { from: { fs: deps, path: "/out/full" }, kind: "folder", to: "/app" }), [
      "build",
    ]);
    expect(stages(built)).toBe(
      `FROM debian:13 AS s1

FROM s1 AS s2
RUN [SHIM,"{}","prune"]

FROM s1 AS s3
COPY --from=s2 ["/out/json/","/app/"]
RUN [SHIM,"{}","install"]
COPY --from=s2 ["/out/full/","/app/"]
RUN [SHIM,"{}","build"]`,
    );
  });

  test("a single file travels alone in a folder, under its new name", () => {
    const from = { fs: exec(image, ["make"]), path: "/out/a b" };
    expect(stages(copyFs(image, { from, kind: "file", to: "/etc/new" }))).toBe(
      `FROM debian:13 AS s1

FROM s1 AS s2
RUN [SHIM,"{}","make"]

FROM scratch AS s3
COPY --from=s2 ["/out/a b","/new"]

FROM s1 AS s4
COPY --from=s3 ["/","/etc/"]`,
    );
  });

  test("what is taken from nothing comes out of an archive, or BuildKit would give what others took", () => {
    expect(stages(copyFs(image, { from: { fs: scratch, path: "/" }, kind: "folder", to: "/p" }))).toBe(
      `FROM scratch AS s1\nADD ID1.tar /\n\nFROM debian:13 AS s2\nCOPY --from=s1 ["/","/p/"]`,
    );
  });

  test("a line break in a line of its own is refused, and names the line", () => {
    expect(() => stages(exec(image, ["true"], { user: "a\nRUN b" }))).toThrow("USER with a line break is not served");
  });

  test("services are named by an id of their own, and their addresses are in no line", () => {
    const beside = (user: string) => {
      const service = { container: { ...emptyContainer, user }, args: {} };
      return compile({ kind: "stage", fs: exec(image, ["ask"], { services: { web: service } }) });
    };
    const { dockerfile, hosts } = beside("app");
    const [id = ""] = hosts.keys();
    expect(dockerfile).toContain(`--mount=type=secret,id=${id},target=/etc/hosts,mode=0444,required=true [`);
    expect(id).toMatch(/^hosts-[0-9a-f]{16}$/);
    expect([...beside("app").hosts.keys()]).toEqual([id]);
    expect([...beside("other").hosts.keys()]).not.toEqual([id]);
  });

  test("mounted files can be written to, and the shim is told where a change would be lost", () => {
    const mount: Mount = { target: "/src", kind: "folder", from: { fs: treeFs(file("f", "x")), path: "/" } };
    expect(stages(exec(image, ["touch", "/src/g"], { mounts: [mount] }))).toContain(
      `RUN --mount=type=bind,from=s1,source=/,target=/src,rw [SHIM,"{\\"kept\\":[\\"/src\\"]}","touch","/src/g"]`,
    );
  });

  test("what is mounted to be read only is no more than that", () => {
    const mount: Mount = {
      target: "/src",
      kind: "folder",
      from: { fs: treeFs(file("f", "x")), path: "/" },
      readOnly: true,
    };
    expect(stages(exec(image, ["ls"], { mounts: [mount] }))).toContain(
      `RUN --mount=type=bind,from=s1,source=/,target=/src [SHIM,"{}","ls"]`,
    );
  });

  test("secrets are named by id, never by value or address", () => {
    const secret: Mount = { target: "/run/key", kind: "secret", secret: "set:key#0", mode: 0o400 };
    const run = exec(image, ["deploy"], { mounts: [secret], secrets: { TOKEN: "cmd://pass show token" } });
    expect(stages(run)).toBe(
      `FROM debian:13 AS s1
RUN --mount=type=secret,id=secret-ID1,target=/dev/.dagger-secret-0,mode=0444,required=true --mount=type=secret,id=secret-ID2,target=/run/key,mode=0400,required=true [SHIM,"{\\"masked\\":[\\"/run/key\\"],\\"secrets\\":{\\"TOKEN\\":\\"/dev/.dagger-secret-0\\"}}","deploy"]`,
    );
    expect([...compile({ kind: "stage", fs: run }).secrets.values()]).toEqual(["cmd://pass show token", "set:key#0"]);
  });

  test("variables that ENV cannot say reach the command through the shim", () => {
    expect(stages(exec(image, ["env"], { env: { PATH: "/bin", A: "two\nlines" } }))).toContain(
      '{\\"env\\":{\\"A\\":\\"two\\\\nlines\\"}}',
    );
  });

  test("a command too long for a Dockerfile's line is a file", () => {
    const plan = compile({ kind: "stage", fs: exec(image, ["sh", "-c", "x".repeat(70_000)]) });
    expect(Math.max(...plan.dockerfile.split("\n").map((line) => line.length))).toBeLessThan(5_000);
    expect(plan.dockerfile).toContain("target=/dev/.dagger-command");
    expect([...plan.trees.values()].map((tree) => tree.has("command.json"))).toEqual([true]);
  });

  test("which cache a command is given is part of its run's id: BuildKit does not tell two caches apart", () => {
    const ids = ["one", "other", "one"].map((key) => {
      const mounts: Mount[] = [{ target: "/store", kind: "cache", key, sharing: "shared" }];
      return [...compile({ kind: "stage", fs: exec(image, ["count"], { mounts }) }).runs.keys()];
    });
    expect(ids[0]).toEqual(ids[2]);
    expect(ids[0]).not.toEqual(ids[1]);
  });

  test("the same chain gives the same text, and a run's id does not depend on what it stands on", () => {
    const on = (text: string) =>
      exec(copyFs(image, { from: { fs: treeFs(file("f", text)), path: "/" }, kind: "folder", to: "/" }), ["make"]);
    expect(compile({ kind: "stage", fs: on("1") }).dockerfile).toBe(compile({ kind: "stage", fs: on("1") }).dockerfile);
    const [one, two] = ["1", "2"].map((text) => [...compile({ kind: "stage", fs: on(text) }).runs.keys()]);
    expect(one).toEqual(two);
  });
});

describe("what is wanted of it", () => {
  test("the names in a folder, by the shim", () => {
    const { dockerfile, target } = compile({ kind: "list", from: { fs: image, path: "/etc" } });
    expect(target).toBe("output");
    expect(dockerfile).toMatch(/from=s1,source=\/etc,target=\/dev\/.dagger-origin .*"--list"\]$/m);
  });

  test("the images it starts from, and the stage of each run: what is put right before another try", () => {
    const { images, runs } = compile({ kind: "stage", fs: exec(image, ["true"]) });
    expect([...images]).toEqual(["debian:13"]);
    expect([...runs.values()].map(({ stage }) => stage)).toEqual(["s1"]);
  });

  test("one file, under a name of its own", () => {
    expect(compile({ kind: "file", from: { fs: image, path: "/etc/*?[x" } })).toMatchObject({
      target: "output",
      dockerfile: `FROM debian:13 AS s1\n\nFROM scratch AS output\nCOPY --from=s1 ["/etc/[*][?][[]x","/file"]\n`,
    });
  });

  test("the record of a run that failed is read past the cache, in a stage without the run", () => {
    const { dockerfile } = compile({ kind: "record", fs: exec(image, ["false"]), failed: "unique" });
    expect(dockerfile).not.toContain("debian:13");
    expect(dockerfile).toContain(',"unique"]');
  });

  test("an image ends with its configuration", () => {
    const { dockerfile, target } = compile({ kind: "stage", fs: image, config: ["USER 1001", 'CMD ["x"]'] });
    expect(target).toBe("image");
    expect(dockerfile).toBe(`FROM debian:13 AS s1\n\nFROM s1 AS image\nUSER 1001\nCMD ["x"]\n`);
  });
});
