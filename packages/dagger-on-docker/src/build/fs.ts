import { digest } from "../graph.ts";
import type { ExecOptions } from "../shim/protocol.ts";
import { emptyTree, type Tree, treeDigest } from "../tree/tree.ts";

/**
 * A file system as a chain of operations; the same chain has the same id. Trees are named by their content, so
 * a change that a filter leaves out changes no id.
 */
export type Fs =
  | { readonly kind: "scratch"; readonly id: string }
  | { readonly kind: "image"; readonly id: string; readonly ref: string; readonly settings: Settings }
  | { readonly kind: "tree"; readonly id: string; readonly tree: Tree }
  | { readonly kind: "copy"; readonly id: string; readonly base: Fs; readonly copy: Copy }
  | { readonly kind: "remove"; readonly id: string; readonly base: Fs; readonly paths: readonly string[] }
  | { readonly kind: "exec"; readonly id: string; readonly base: Fs; readonly exec: Exec }
  | { readonly kind: "written"; readonly id: string; readonly exec: ExecFs; readonly mount: number };
export type ExecFs = Extract<Fs, { kind: "exec" }>;

/** A folder or file in a file system. */
export interface Location {
  readonly fs: Fs;
  readonly path: string;
}

/** What a command sees beside the files. */
export interface Settings {
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
  readonly workdir: string;
}

/** Laying files over others, as COPY does: a folder's content, or one file. */
export interface Copy {
  readonly from: Location;
  readonly kind: "folder" | "file";
  readonly to: string;
  readonly owner?: string;
  readonly mode?: number;
  /** The name under which a file comes to lie in a folder that stands at `to`. */
  readonly name?: string;
}

/** A folder or file of the pipeline, mounted; what a command writes to it stays in it. */
export interface FileMount {
  readonly target: string;
  readonly kind: "folder" | "file";
  readonly from: Location;
  readonly owner?: string;
  readonly readOnly?: boolean;
}

/** What of a command's mounts holds files of the pipeline. */
export const isFileMount = (mount: Mount): mount is FileMount => mount.kind === "folder" || mount.kind === "file";

/** What of a command's mounts it may have written to. */
export const isWritable = (mount: Mount): mount is FileMount => isFileMount(mount) && !mount.readOnly;

/** What of a command's mounts is a secret. */
export const isSecret = (mount: Mount): mount is Extract<Mount, { kind: "secret" }> => mount.kind === "secret";

export type Mount = { readonly target: string } & (
  | Omit<FileMount, "target">
  | {
      readonly kind: "cache";
      readonly key: string;
      readonly sharing: "shared" | "private" | "locked";
      readonly from?: Location;
      readonly owner?: string;
    }
  | { readonly kind: "tmpfs"; readonly size?: number }
  /** A socket of this machine, which an SSH agent listens on. */
  | { readonly kind: "socket"; readonly path: string; readonly owner?: string }
  | { readonly kind: "secret"; readonly secret: string; readonly mode: number; readonly owner?: string }
);

/** One command with all it sees. `secrets` and secret mounts name secrets of the session by id. */
export interface Exec extends Settings {
  readonly args: readonly string[];
  readonly options: Omit<ExecOptions, "secrets" | "masked" | "unset" | "env">;
  readonly mounts: readonly Mount[];
  readonly secrets: Readonly<Record<string, string>>;
  /** alias → id of the service behind it; such a command cannot be a build step. */
  readonly services: Readonly<Record<string, string>>;
}

export const scratch: Fs = { kind: "scratch", id: "scratch" };

export function imageFs(ref: string, identity: string, settings: Settings): Fs {
  return { kind: "image", ref, settings, id: digest(["image", identity]) };
}

export function treeFs(tree: Tree): Fs {
  return tree.size === 0 ? scratch : { kind: "tree", tree, id: treeDigest(tree) };
}

/** No files, as an archive: something to take them from. */
export const nothing: Fs = { kind: "tree", tree: emptyTree, id: treeDigest(emptyTree) };

/** True for the pipeline's files alone: nothing below them that a command could run in. */
export function isBare(fs: Fs): boolean {
  if (fs.kind === "copy" || fs.kind === "remove") return isBare(fs.base);
  return fs.kind === "scratch" || fs.kind === "tree";
}

export function copyFs(base: Fs, copy: Copy): Fs {
  const { from, ...rest } = copy;
  return { kind: "copy", base, copy, id: digest(["copy", base.id, locationId(from), rest]) };
}

export function removeFs(base: Fs, paths: readonly string[]): Fs {
  return { kind: "remove", base, paths, id: digest(["remove", base.id, paths]) };
}

export function execFs(base: Fs, exec: Exec): ExecFs {
  return {
    kind: "exec",
    base,
    exec,
    id: digest(["exec", base.id, { ...exec, mounts: exec.mounts.map(mountId) }]),
  };
}

/** What a mounted folder or file holds after a command that may have written to it. */
export function writtenFs(exec: ExecFs, mount: number): Fs {
  return { kind: "written", exec, mount, id: digest(["written", exec.id, mount]) };
}

export const locationId = ({ fs, path }: Location): string => `${fs.id}:${path}`;

function mountId(mount: Mount): unknown {
  return "from" in mount && mount.from ? { ...mount, from: locationId(mount.from) } : mount;
}

/** The file systems an operation stands on, the base first. */
export function inputs(fs: Fs): Fs[] {
  if (fs.kind === "copy") return [fs.base, fs.copy.from.fs];
  if (fs.kind === "remove") return [fs.base];
  if (fs.kind === "exec")
    return [fs.base, ...fs.exec.mounts.flatMap((m) => ("from" in m && m.from ? [m.from.fs] : []))];
  return fs.kind === "written" ? [fs.exec, ...inputs(fs.exec).slice(1)] : [];
}
