import { posix } from "node:path";
import { digest } from "../graph.ts";
import { type ExecOptions, paths } from "../shim/protocol.ts";
import { type Entry, inside, subtree, type Tree, treeDigest } from "../tree/tree.ts";
import { copyLine, envLine, escapeDollar, jsonLine, mountFlag } from "./dockerfile.ts";
import {
  type Copy,
  type Exec,
  type ExecFs,
  type Fs,
  imageFs,
  inputs,
  type Location,
  type Mount,
  type Settings,
} from "./fs.ts";

/** What one `docker build` is given. */
export interface Plan {
  readonly dockerfile: string;
  /** The stage to build. */
  readonly target: string;
  /** Context files: name → the tree that it is an archive of. */
  readonly trees: ReadonlyMap<string, Tree>;
  /** Secret id → id of the session's secret. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Secret id of a run → its command. */
  readonly runs: ReadonlyMap<string, ExecFs>;
}

/** What is wanted of a file system: all of it built, its files, or what its last command said. */
export type Want =
  | { readonly kind: "stage"; readonly fs: Fs; readonly config?: readonly string[] }
  | { readonly kind: "folder" | "file"; readonly from: Location }
  | {
      readonly kind: "record";
      readonly fs: ExecFs /** Reads it past the cache, where the run failed and made no stage. */;
      readonly failed?: string;
    };

/** The image whose Bun, and C library, run the shim in build steps. */
export const shimRuntime = "oven/bun:1.4.5-slim";

/** The shim and its runtime as files: every Dockerfile that names the stage gets it. */
export const toolsFs: Fs = imageFs("tools", "tools", { env: {}, user: "", workdir: "" });

/**
 * Turns a chain into one multi-stage Dockerfile. Pure: the same chain gives the same text.
 *
 * @param clear places where a file has turned out to be in the way of a folder
 */
export function compile(want: Want, clear: ReadonlySet<string> = new Set()): Plan {
  return new Compiler("from" in want ? want.from.fs : want.fs, clear).plan(want);
}

interface Stage extends Settings {
  readonly name: string;
  readonly lines: string[];
}

class Compiler {
  readonly #stages: Stage[] = [];
  readonly #done = new Map<string, Stage>();
  readonly #uses = new Map<string, number>();
  readonly #trees = new Map<string, Tree>();
  readonly #secrets = new Map<string, string>();
  readonly #runs = new Map<string, ExecFs>();

  readonly #clear: ReadonlySet<string>;

  constructor(top: Fs, clear: ReadonlySet<string>) {
    this.#clear = clear;
    this.#count(top);
  }

  plan(want: Want): Plan {
    const target = this.#target(want);
    const text = this.#stages.map(({ lines }) => lines.join("\n"));
    const stages = text.some((lines) => /from=tools|FROM tools /.test(lines)) ? [...toolStages, ...text] : text;
    return {
      dockerfile: `${stages.join("\n\n")}\n`,
      target,
      trees: this.#trees,
      secrets: this.#secrets,
      runs: this.#runs,
    };
  }

  #target(want: Want): string {
    if (want.kind === "stage") {
      const stage = this.#emit(want.fs);
      if (!want.config) return stage.name;
      return this.#open(`FROM ${stage.name}`, stage, "image", want.config).name;
    }
    if (want.kind === "record") return this.#record(want.fs, want.failed);
    const { fs, path } = want.from;
    const from = this.#emit(fs).name;
    return this.#open("FROM scratch", noSettings, "output", [copyLine({ stage: from, path, kind: want.kind, to: "/" })])
      .name;
  }

  #record(fs: ExecFs, failed?: string): string {
    this.#runId(fs);
    const line = `RUN ${recordMounts.join(" ")} ${shimCommand(["--record", fs.id, ...(failed ? [failed] : [])])}`;
    if (failed) this.#open("FROM scratch", noSettings, "record", [line]);
    else this.#open(`FROM ${this.#emit(fs).name}`, noSettings, "record", ["USER root", line]);
    return this.#open("FROM scratch", noSettings, "output", [
      copyLine({ stage: "record", path: paths.left, kind: "folder", to: "/" }),
    ]).name;
  }

  /** How many operations stand on each file system: one that only one stands on shares its stage. */
  #count(fs: Fs): void {
    const seen = this.#uses.get(fs.id) ?? 0;
    this.#uses.set(fs.id, seen + 1);
    if (seen === 0) for (const input of inputs(fs)) this.#count(input);
  }

  #open(from: string, settings: Settings, name = `s${this.#stages.length + 1}`, lines: readonly string[] = []): Stage {
    const { env, user, workdir } = settings;
    const stage = { name, lines: [`${from} AS ${name}`, ...lines], env, user, workdir };
    this.#stages.push(stage);
    return stage;
  }

  #emit(fs: Fs): Stage {
    const before = this.#done.get(fs.id);
    if (before) return before;
    const stage = this.#operation(fs);
    this.#done.set(fs.id, stage);
    return stage;
  }

  #operation(fs: Fs): Stage {
    switch (fs.kind) {
      case "scratch":
        return this.#open("FROM scratch", noSettings);
      case "image":
        return this.#open(`FROM ${fs.ref}`, fs.settings);
      case "tree": {
        const file = `${fs.id}.tar`;
        this.#trees.set(file, fs.tree);
        return this.#open("FROM scratch", noSettings, undefined, [`ADD ${file} /`]);
      }
      case "copy":
        return this.#on(fs.base, this.#copy(fs.copy), this.#clear.has(fs.copy.to) ? { user: "root" } : {});
      case "remove":
        return this.#on(fs.base, [removeLine("--remove", fs.paths)], { user: "root" });
      case "exec": {
        const mounts = this.#mounts(fs);
        return this.#on(fs.base, [this.#run(fs, mounts)], fs.exec);
      }
      case "written":
        return this.#written(fs.exec, fs.mount);
    }
  }

  /** Continues the stage of `base` where nothing else stands on it, else opens one from it. */
  #on(base: Fs, lines: readonly string[], wanted: Partial<Settings> = {}): Stage {
    const under = this.#emit(base);
    const stage = this.#uses.get(base.id) === 1 ? under : this.#open(`FROM ${under.name}`, under);
    const settings = { ...stage, ...wanted };
    stage.lines.push(...settingLines(stage, settings), ...lines);
    return Object.assign(stage, {
      env: { ...stage.env, ...plainEnv(settings.env) },
      user: settings.user,
      workdir: settings.workdir,
    });
  }

  #copy(copy: Copy): string[] {
    const { from, kind, to, owner, mode, unpack } = copy;
    const cleared = this.#clear.has(to) ? [removeLine("--remove-file", [to])] : [];
    if (unpack && from.fs.kind === "tree") return [...cleared, this.#unpack(from.fs.tree, copy)];
    const stage = this.#emit(from.fs).name;
    return [
      ...cleared,
      copyLine({ stage, path: from.path, kind, to, ...(owner && { owner }), ...(mode !== undefined && { mode }) }),
    ];
  }

  #unpack(tree: Tree, copy: Copy): string {
    const copied = copiedTree(tree, copy);
    const archive = `${treeDigest(copied)}.tar`;
    this.#trees.set(archive, copied);
    const folder = copy.kind === "file" ? posix.dirname(copy.to) : copy.to;
    return `ADD ${jsonLine([archive, escapeDollar(folder).replace(/\/?$/, "/")])}`;
  }

  #run(fs: ExecFs, mounts: string[]): string {
    const { exec } = fs;
    const flags = [...shimMounts(this.#runId(fs)), ...this.#secretFlags(exec), ...mounts];
    return `RUN ${flags.join(" ")} ${shimCommand([JSON.stringify(this.#options(fs)), ...exec.args])}`;
  }

  #options({ exec, base }: ExecFs): ExecOptions {
    const under = this.#emit(base);
    const unset = Object.keys(under.env).filter((name) => !(name in exec.env));
    const odd = Object.fromEntries(Object.entries(exec.env).filter(([name, value]) => !isPlain(name, value)));
    const secretMounts = exec.mounts.filter((mount) => mount.kind === "secret").map(({ target }) => target);
    const writable = exec.mounts.filter(({ kind }) => kind === "folder" || kind === "file").map(({ target }) => target);
    const secrets = Object.fromEntries(
      Object.keys(exec.secrets).map((name, index) => [name, `${paths.secret}${index}`]),
    );
    return {
      ...exec.options,
      ...filled({ unset, masked: secretMounts, writable }),
      ...(Object.keys(odd).length > 0 && { env: odd }),
      ...(Object.keys(secrets).length > 0 && { secrets }),
    };
  }

  #secretFlags({ secrets }: Exec): string[] {
    return Object.values(secrets).map((secret, index) =>
      mountFlag({
        type: "secret",
        id: this.#secret(secret),
        target: `${paths.secret}${index}`,
        mode: "0444",
        required: "true",
      }),
    );
  }

  #secret(secret: string): string {
    const id = `secret-${digest(secret).slice(0, 16)}`;
    this.#secrets.set(id, secret);
    return id;
  }

  /** One id a command, free of what it stands on: it is part of the step's cache key. */
  #runId(fs: ExecFs): string {
    for (const [id, run] of this.#runs) if (run.id === fs.id) return id;
    const { args, options } = fs.exec;
    const base = `run-${digest([args, options]).slice(0, 12)}`;
    let id = base;
    for (let again = 2; this.#runs.has(id); again++) id = `${base}-${again}`;
    this.#runs.set(id, fs);
    return id;
  }

  #mounts({ exec }: ExecFs): string[] {
    return exec.mounts.map((mount) => this.#mount(mount));
  }

  #mount(mount: Mount): string {
    const { target } = mount;
    switch (mount.kind) {
      case "folder":
      case "file":
        return mountFlag({
          type: "bind",
          ...this.#source(mount.from, mount.kind, mount.owner),
          target,
          rw: "",
        });
      case "cache": {
        const [uid, gid = uid] = (mount.owner ?? "").split(":");
        return mountFlag({
          type: "cache",
          id: mount.key,
          sharing: mount.sharing,
          target,
          ...(mount.from && this.#source(mount.from, "folder")),
          ...(uid && { uid, gid }),
        });
      }
      case "tmpfs":
        return mountFlag({ type: "tmpfs", target, ...(mount.size && { size: String(mount.size) }) });
      case "secret": {
        const [uid, gid = uid] = (mount.owner ?? "").split(":");
        return mountFlag({
          type: "secret",
          id: this.#secret(mount.secret),
          target,
          mode: `0${mount.mode.toString(8)}`,
          required: "true",
          ...(uid && { uid, gid }),
        });
      }
    }
  }

  #source({ fs, path }: Location, kind: "folder" | "file", owner?: string): { from: string; source: string } {
    const stage = this.#emit(fs).name;
    if (!owner) return { from: stage, source: path };
    const owned = this.#open("FROM scratch", noSettings, undefined, [
      copyLine({ stage, path, kind, to: "/owned", owner }),
    ]);
    return { from: owned.name, source: "/owned" };
  }

  #written(exec: ExecFs, index: number): Stage {
    const stage = this.#emit(exec).name;
    const mount = exec.exec.mounts[index];
    if (mount?.kind !== "folder" && mount?.kind !== "file") throw new Error(`mount ${index} holds no files`);
    const { from, source } = this.#source(mount.from, mount.kind, mount.owner);
    const flags = [...recordMounts, mountFlag({ type: "bind", from, source, target: paths.origin })];
    return this.#open(`FROM ${stage}`, noSettings, undefined, [
      "USER root",
      `RUN ${flags.join(" ")} ${shimCommand(["--written", exec.id, mount.target, mount.kind])}`,
    ]);
  }
}

/** What a copy lays over: the content of a folder, or a file under its new name. */
function copiedTree(tree: Tree, { from, kind, to, owner, mode }: Copy): Tree {
  const [uid, gid = uid] = owner ? owner.split(":").map(Number) : [];
  const own = {
    ...(uid !== undefined && { uid, gid }),
    ...(mode !== undefined && kind === "file" && { mode }),
  };
  const below = subtree(tree, inside(from.path));
  const named = [...below]
    .filter(([name]) => (kind === "file") === (name === ""))
    .map(([name, entry]) => [name || posix.basename(to), { ...entry, ...own } as Entry] as const);
  if (named.length === 0 && kind === "file") throw new Error(`stat ${from.path}: no such file or directory`);
  return new Map(named);
}

/** Removes files as root, whoever the user of the stage is. */
function removeLine(mode: "--remove" | "--remove-file", targets: readonly string[]): string {
  return `RUN ${mountFlag({ type: "bind", from: "tools", target: paths.tools })} ${shimCommand([mode, ...targets])}`;
}

const noSettings: Settings = { env: {}, user: "", workdir: "" };

const toolStages = [
  `FROM ${shimRuntime} AS runtime`,
  [
    "FROM scratch AS tools",
    "COPY --from=runtime /usr/lib/*-linux-gnu/ld-linux-*.so.* /ld",
    `COPY --from=runtime ${["c", "m", "dl", "pthread"].map((lib) => `/usr/lib/*-linux-gnu/lib${lib}.so.*`).join(" ")} /lib/`,
    "COPY --from=runtime /usr/local/bin/bun /bun",
    "COPY tools /",
  ].join("\n"),
];

/**
 * The records of all runs. A step that reads one names its chain: BuildKit takes a step for the same where its
 * files are the same, and many runs leave the same files.
 */
const recordMounts = [
  mountFlag({ type: "bind", from: "tools", target: paths.tools }),
  mountFlag({
    type: "cache",
    id: "dagger-on-docker-records",
    target: paths.records,
    from: "tools",
    source: "/records",
  }),
];

function shimMounts(run: string): string[] {
  return [
    ...recordMounts,
    mountFlag({ type: "secret", id: run, target: paths.runId, mode: "0444" }),
    mountFlag({ type: "secret", id: "host-ca", target: paths.hostCa, mode: "0444" }),
  ];
}

function shimCommand(args: readonly string[]): string {
  const { tools } = paths;
  return jsonLine([
    `${tools}/ld`,
    "--library-path",
    `${tools}/lib`,
    `${tools}/bun`,
    "--no-env-file",
    `${tools}/shim.mjs`,
    ...args,
  ]);
}

function settingLines(stage: Settings, wanted: Settings): string[] {
  const lines = Object.entries(plainEnv(wanted.env))
    .filter(([name, value]) => stage.env[name] !== value)
    .map(([name, value]) => envLine(name, value));
  if ((wanted.user || "root") !== (stage.user || "root")) lines.push(`USER ${wanted.user || "root"}`);
  if ((wanted.workdir || "/") !== (stage.workdir || "/")) lines.push(`WORKDIR ${jsonPath(wanted.workdir || "/")}`);
  return lines;
}

/** WORKDIR expands variables and nothing else. */
const jsonPath = (path: string): string => path.replace(/[\\$]/g, "\\$&");

function plainEnv(env: Settings["env"]): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name, value]) => isPlain(name, value)));
}

/** True where a Dockerfile's ENV can say it. */
export function isPlain(name: string, value: string): boolean {
  return /^[A-Za-z_][\w.-]*$/.test(name) && !/[\n\r]/.test(value);
}

function filled<T extends Record<string, readonly unknown[]>>(lists: T): Partial<T> {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)) as Partial<T>;
}
