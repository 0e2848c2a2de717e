import { posix } from "node:path";
import { digest } from "../graph.ts";
import { paths } from "../shim/protocol.ts";
import { type Entry, inside, type Tree } from "../tree/tree.ts";
import { type CopyLine, copyLine, mountFlag } from "./dockerfile.ts";
import { type Emitter, execLine } from "./exec-line.ts";
import {
  type Copy,
  type ExecFs,
  type FileMount,
  type Fs,
  inputs,
  isBare,
  isFileMount,
  type Location,
  nothing,
  treeFs,
} from "./fs.ts";
import { recordMounts, shimLine, toolStages, toolsMounts } from "./shim-line.ts";
import { noSettings, plainEnv, type Stage, settingLines } from "./stage.ts";

/** What one `docker build` is given. */
export interface Plan {
  readonly dockerfile: string;
  /** The stage to build. */
  readonly target: string;
  /** Context files: name → the tree that it is an archive of. */
  readonly trees: ReadonlyMap<string, Tree>;
  /** Secret id → id of the session's secret. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Id of a socket → its path on this machine. */
  readonly sockets: ReadonlyMap<string, string>;
  /** Secret id of a run → its command. */
  readonly runs: ReadonlyMap<string, ExecFs>;
  /** The copies that COPY makes: the stage, the stage it takes from, the id of what comes out. */
  readonly copies: readonly { readonly stage: string; readonly from: string; readonly id: string }[];
}

/** What is wanted of a file system: all of it built, its files, what a path is, or what its last command said. */
export type Want =
  | { readonly kind: "stage"; readonly fs: Fs; readonly config?: readonly string[] }
  | { readonly kind: "folder" | "file" | "look"; readonly from: Location }
  /** With `failed`, another text each time, the record is read past the cache: the run made no stage. */
  | { readonly kind: "record"; readonly fs: ExecFs; readonly failed?: string };

/**
 * Turns a chain into one multi-stage Dockerfile. Pure: the same chain gives the same text.
 *
 * @param odd ids of copies that COPY cannot make, since a file and a folder meet there: the shim makes them
 */
export function compile(want: Want, odd: ReadonlySet<string> = new Set()): Plan {
  return new Compiler("from" in want ? want.from.fs : want.fs, odd).plan(want);
}

class Compiler implements Emitter {
  readonly #stages: Stage[] = [];
  readonly #done = new Map<string, Stage>();
  readonly #uses = new Map<string, number>();
  readonly #trees = new Map<string, Tree>();
  readonly #secrets = new Map<string, string>();
  readonly #sockets = new Map<string, string>();
  readonly #runs = new Map<string, ExecFs>();
  readonly #copies: Plan["copies"][number][] = [];

  constructor(
    top: Fs,
    private readonly odd: ReadonlySet<string>,
  ) {
    this.#count(top);
  }

  plan(want: Want): Plan {
    const target = this.#target(want).name;
    const broken = this.#stages.flatMap(({ lines }) => lines).find((line) => /[\r\n]/.test(line));
    if (broken)
      throw new Error(
        `${broken.split(" ")[0]} with a line break is not served on Docker alone: it needs a Dagger engine`,
      );
    const text = this.#stages.map(({ lines }) => lines.join("\n"));
    const stages = text.some((lines) => /from=tools|FROM tools /.test(lines)) ? [...toolStages, ...text] : text;
    const dockerfile = `${stages.join("\n\n")}\n`;
    const given = { trees: this.#trees, secrets: this.#secrets, sockets: this.#sockets };
    return { dockerfile, target, ...given, runs: this.#runs, copies: this.#copies };
  }

  #target(want: Want): Stage {
    if (want.kind === "record") return this.#record(want.fs, want.failed);
    if (want.kind === "stage") {
      const stage = this.emit(want.fs);
      return want.config ? this.#open(`FROM ${stage.name}`, "image", want.config) : stage;
    }
    const { fs, path } = want.from;
    const from = this.#takenFrom(fs);
    if (want.kind === "look") {
      const flags = [...toolsMounts, mountFlag({ type: "bind", from, target: paths.origin })];
      this.#open("FROM scratch", "look", [shimLine(flags, ["--look", path])]);
      return this.#left("look");
    }
    const to = want.kind === "file" ? "/file" : "/";
    return this.#open("FROM scratch", "output", [copyLine({ stage: from, path, kind: want.kind, to })]);
  }

  #record(fs: ExecFs, failed?: string): Stage {
    this.runId(fs);
    const line = shimLine(recordMounts, ["--record", fs.id, ...(failed ? [failed] : [])]);
    if (failed) this.#open("FROM scratch", "record", [line]);
    else this.#open(`FROM ${this.emit(fs).name}`, "record", ["USER root", line]);
    return this.#left("record");
  }

  #left(stage: string, name = "output"): Stage {
    return this.#open("FROM scratch", name, [copyLine({ stage, path: paths.left, kind: "folder", to: "/" })]);
  }

  /** How many operations stand on each file system: one that only one stands on shares its stage. */
  #count(fs: Fs): void {
    const seen = this.#uses.get(fs.id) ?? 0;
    this.#uses.set(fs.id, seen + 1);
    if (seen === 0) for (const input of inputs(fs)) this.#count(input);
  }

  #open(from: string, name?: string, lines: readonly string[] = [], settings = noSettings): Stage {
    const { env, user, workdir } = settings;
    const stageName = name ?? `s${this.#stages.length + 1}`;
    const stage = { name: stageName, lines: [`${from} AS ${stageName}`, ...lines], env, user, workdir };
    this.#stages.push(stage);
    return stage;
  }

  emit(fs: Fs): Stage {
    const before = this.#done.get(fs.id);
    if (before) return before;
    const stage = this.#operation(fs);
    this.#done.set(fs.id, stage);
    return stage;
  }

  #operation(fs: Fs): Stage {
    switch (fs.kind) {
      case "scratch":
        return this.#open("FROM scratch");
      case "image":
        return this.#open(`FROM ${fs.ref}`, undefined, [], fs.settings);
      case "tree":
        this.#trees.set(`${fs.id}.tar`, fs.tree);
        return this.#open("FROM scratch", undefined, [`ADD ${fs.id}.tar /`]);
      case "copy":
        return this.#copy(fs.base, fs.copy, fs.id);
      case "remove":
        return this.#edit(fs.base, [], ["--remove", ...fs.paths]);
      case "exec": {
        const { line, workdir } = execLine(this, fs);
        return this.#on(fs.base, line, { ...fs.exec, workdir });
      }
      case "written":
        return this.#written(fs.exec, fs.mount);
    }
  }

  /** Continues the stage of `base` where nothing else stands on it, else opens one from it. */
  #on(base: Fs, line: string, wanted?: Partial<Stage>): Stage {
    const under = this.emit(base);
    const stage = this.#uses.get(base.id) === 1 ? under : this.#open(`FROM ${under.name}`, undefined, [], under);
    const settings = { ...stage, ...wanted };
    stage.lines.push(...settingLines(stage, settings), line);
    const env = { ...stage.env, ...plainEnv(settings.env) };
    return Object.assign(stage, { env, user: settings.user, workdir: settings.workdir });
  }

  /**
   * Lays files over others. A single file goes to a folder: COPY to a name would write through a link of that name,
   * and not fail on a folder, as it should. Small ones travel as the only content of a folder, which also keeps the
   * time of the folder they come to, and so the layer's digest.
   */
  #copy(base: Fs, copy: Copy, id: string): Stage {
    const odd = this.odd.has(id);
    const lines = this.#laying(copy, odd);
    if (odd) return this.#oddCopy(base, copy, lines);
    const stage = this.#on(base, copyLine(lines));
    this.#copies.push({ stage: stage.name, from: lines.stage, id });
    return stage;
  }

  #laying(copy: Copy, odd: boolean): CopyLine {
    const { from, kind, to, owner, mode } = copy;
    const folder = posix.dirname(to);
    const changed = posix.basename(to) !== posix.basename(from.path) || owner || mode !== undefined;
    const small = from.fs.kind === "tree";
    if (kind === "file" && (odd || changed || small))
      return { stage: this.#alone(copy), path: "/", kind: "folder", to: folder };
    const own = { ...(owner && { owner }), ...(mode !== undefined && { mode }) };
    const place = kind === "file" ? `${folder}/` : to;
    return { stage: this.#takenFrom(from.fs), path: from.path, kind, to: place, ...own };
  }

  /** A stage that holds nothing but the file of a copy: under its new name, with its owner and mode. */
  #alone({ from, to, owner, mode }: Copy): string {
    const name = posix.basename(to);
    const entry = from.fs.kind === "tree" ? from.fs.tree.get(inside(from.path)) : undefined;
    if (entry?.kind === "file") {
      const [uid, gid = uid] = owner ? owner.split(":").map(Number) : [];
      const given = { ...entry, ...(uid !== undefined && { uid, gid }), ...(mode !== undefined && { mode }) };
      return this.emit(treeFs(new Map([[name, given as Entry]]))).name;
    }
    const own = { ...(owner && { owner }), ...(mode !== undefined && { mode }) };
    const line = copyLine({ stage: this.#takenFrom(from.fs), path: from.path, kind: "file", to: `/${name}`, ...own });
    return this.#open("FROM scratch", undefined, [line]).name;
  }

  #oddCopy(base: Fs, { kind, to, owner, name }: Copy, { stage, path }: CopyLine): Stage {
    const origin = mountFlag({ type: "bind", from: stage, source: path, target: paths.origin });
    const words = ["--copy", kind, to, name ?? posix.basename(to), kind === "folder" ? (owner ?? "") : ""];
    return this.#edit(base, [origin], words);
  }

  /** A change that the shim makes. It needs a system to run in, of which it leaves nothing where there was none. */
  #edit(base: Fs, flags: readonly string[], words: readonly string[]): Stage {
    if (!isBare(base)) return this.#on(base, shimLine([...toolsMounts, ...flags], words), { user: "" });
    const bare = mountFlag({ type: "bind", from: this.#takenFrom(base), target: paths.apart });
    const { name } = this.#open("FROM scratch", undefined, [
      shimLine([...toolsMounts, ...flags, bare], ["--apart", ...words]),
    ]);
    return this.#left(name, `${name}left`);
  }

  /** The stage to take files from. BuildKit takes a copy from a stage without steps for a copy from any other. */
  #takenFrom(fs: Fs): string {
    return this.emit(fs.kind === "scratch" ? nothing : fs).name;
  }

  runId(fs: ExecFs): string {
    for (const [id, run] of this.#runs) if (run.id === fs.id) return id;
    // Free of what the command stands on: the id is part of the step's cache key.
    const base = `run-${digest([fs.exec.args, fs.exec.options]).slice(0, 12)}`;
    let id = base;
    for (let again = 2; this.#runs.has(id); again++) id = `${base}-${again}`;
    this.#runs.set(id, fs);
    return id;
  }

  apart(fs: Fs): void {
    this.#uses.set(fs.id, 2);
  }

  secret(secret: string): string {
    const id = `secret-${digest(secret).slice(0, 16)}`;
    this.#secrets.set(id, secret);
    return id;
  }

  socket(path: string): string {
    const id = `socket-${digest(path).slice(0, 16)}`;
    this.#sockets.set(id, path);
    return id;
  }

  source({ fs, path }: Location, kind: FileMount["kind"], owner?: string): { from: string; source: string } {
    const stage = this.#takenFrom(fs);
    if (!owner) return { from: stage, source: path };
    // Into a folder of its own: the root of a stage cannot be given an owner.
    const line = copyLine({ stage, path, kind, to: "/mounted", owner });
    return { from: this.#open("FROM scratch", undefined, [line]).name, source: "/mounted" };
  }

  #written(exec: ExecFs, index: number): Stage {
    const stage = this.emit(exec).name;
    const mount = exec.exec.mounts[index];
    if (!mount || !isFileMount(mount)) throw new Error(`mount ${index} holds no files`);
    const origin = mountFlag({
      type: "bind",
      ...this.source(mount.from, mount.kind, mount.owner),
      target: paths.origin,
    });
    const line = shimLine([...recordMounts, origin], ["--written", exec.id, mount.target, mount.kind]);
    return this.#open(`FROM ${stage}`, undefined, ["USER root", line]);
  }
}
