import { posix } from "node:path";
import { digest, notServed } from "../graph.ts";
import { paths } from "../shim/protocol.ts";
import type { Tree } from "../tree/tree.ts";
import { copyLine, mountFlag } from "./dockerfile.ts";
import { type Emitter, execLine } from "./exec-line.ts";
import {
  type Bindings,
  type Copy,
  type ExecFs,
  type Fs,
  inputs,
  knownFile,
  type Location,
  newFile,
  nothing,
  serviceNames,
} from "./fs.ts";
import type { BuildPlan, PlannedRun, Want } from "./plan.ts";
import { recordMounts, shimLine, toolStages, toolsMounts } from "./shim-line.ts";
import { noSettings, plainEnv, type Stage, settingLines } from "./stage.ts";

/** Turns a chain into one multi-stage Dockerfile. Pure: the same chain gives the same text. */
export function compile(want: Want): BuildPlan {
  return new Compiler("from" in want ? want.from.fs : want.fs).plan(want);
}

class Compiler implements Emitter {
  readonly #stages: Stage[] = [];
  readonly #done = new Map<string, Stage>();
  readonly #uses = new Map<string, number>();
  readonly #images = new Set<string>();
  readonly #trees = new Map<string, Tree>();
  readonly #secrets = new Map<string, string>();
  readonly #hosts = new Map<string, Bindings>();
  readonly #runs = new Map<string, PlannedRun>();

  constructor(top: Fs) {
    this.#count(top);
  }

  plan(want: Want): BuildPlan {
    const target = this.#target(want).name;
    const lines = this.#stages.flatMap((stage) => stage.lines);
    const broken = lines.find((line) => /[\r\n]/.test(line));
    if (broken) throw notServed("Container", `${broken.split(" ")[0]} with a line break`);
    const text = this.#stages.map((stage) => stage.lines.join("\n"));
    const stages = text.some((lines) => lines.includes("from=tools,")) ? [...toolStages, ...text] : text;
    const dockerfile = `${stages.join("\n\n")}\n`;
    const given = { images: this.#images, trees: this.#trees, secrets: this.#secrets, hosts: this.#hosts };
    return { dockerfile, target, ...given, runs: this.#runs };
  }

  #target(want: Want): Stage {
    if (want.kind === "record") return this.#record(want.fs, want.failed);
    if (want.kind === "stage") {
      const stage = this.emit(want.fs);
      return want.config ? this.#open(`FROM ${stage.name}`, "image", want.config) : stage;
    }
    const { fs, path } = want.from;
    const from = this.takenFrom(fs);
    if (want.kind === "list") {
      const origin = mountFlag({ type: "bind", from, source: path, target: paths.origin });
      this.#open("FROM scratch", "list", [shimLine([...toolsMounts, origin], ["--list"])]);
      return this.#left("list");
    }
    const to = want.kind === "file" ? "/file" : "/";
    return this.#open("FROM scratch", "output", [copyLine({ stage: from, path, kind: want.kind, to })]);
  }

  #record(fs: ExecFs, failed?: string): Stage {
    const line = shimLine(recordMounts, ["--record", fs.id, ...(failed ? [failed] : [])]);
    if (failed) this.#open("FROM scratch", "record", [line]);
    else this.#open(`FROM ${this.emit(fs).name}`, "record", ["USER root", line]);
    return this.#left("record");
  }

  #left(stage: string): Stage {
    return this.#open("FROM scratch", "output", [copyLine({ stage, path: paths.left, kind: "folder", to: "/" })]);
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
        this.#images.add(fs.ref);
        return this.#open(`FROM ${fs.ref}`, undefined, [], fs.settings);
      case "tree":
        this.#trees.set(`${fs.id}.tar`, fs.tree);
        return this.#open("FROM scratch", undefined, [`ADD ${fs.id}.tar /`]);
      case "copy":
        return this.#copy(fs.base, fs.copy);
      case "exec": {
        const { line, workdir } = execLine(this, fs);
        const stage = this.#on(fs.base, line, { ...fs.exec, workdir });
        this.#runs.set(this.runId(fs), { fs, stage: stage.name });
        return stage;
      }
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
  #copy(base: Fs, { from, kind, to, owner }: Copy): Stage {
    const own = owner ? { owner } : {};
    const { path } = from;
    if (kind === "folder") return this.#on(base, copyLine({ stage: this.takenFrom(from.fs), path, kind, to, ...own }));
    const folder = posix.dirname(to);
    if (from.fs.kind !== "tree" && posix.basename(to) === posix.basename(path))
      return this.#on(base, copyLine({ stage: this.takenFrom(from.fs), path, kind, to: `${folder}/` }));
    return this.#on(
      base,
      copyLine({ stage: this.#alone(from, posix.basename(to)), path: "/", kind: "folder", to: folder }),
    );
  }

  #alone(from: Location, name: string): string {
    const entry = knownFile(from);
    if (entry) return this.emit(newFile(name, entry).fs).name;
    const line = copyLine({ stage: this.takenFrom(from.fs), path: from.path, kind: "file", to: `/${name}` });
    return this.#open("FROM scratch", undefined, [line]).name;
  }

  /** The stage to take files from. BuildKit takes a copy from a stage without steps for a copy from any other. */
  takenFrom(fs: Fs): string {
    return this.emit(fs.kind === "scratch" ? nothing : fs).name;
  }

  runId(fs: ExecFs): string {
    for (const [id, run] of this.#runs) if (run.fs.id === fs.id) return id;
    // The id is part of the step's cache key: free of what the command stands on, and with what BuildKit leaves out of
    // the key, which cache it is given.
    const { args, expect, mounts } = fs.exec;
    const base = `run-${digest([args, expect, ...mounts.filter(({ kind }) => kind === "cache")]).slice(0, 12)}`;
    let id = base;
    for (let again = 2; this.#runs.has(id); again++) id = `${base}-${again}`;
    this.#runs.set(id, { fs, stage: "" });
    return id;
  }

  ownStageAfter(fs: Fs): void {
    this.#uses.set(fs.id, 2);
  }

  secret(secret: string): string {
    const id = `secret-${digest(secret).slice(0, 16)}`;
    this.#secrets.set(id, secret);
    return id;
  }

  hosts(services: Bindings): string {
    const id = `hosts-${digest(serviceNames(services)).slice(0, 16)}`;
    this.#hosts.set(id, services);
    return id;
  }
}
