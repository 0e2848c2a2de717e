import { digest } from "../graph.ts";
import type { ExecOptions } from "../shim/protocol.ts";
import { emptyTree, type FileEntry, inside, put, type Tree, treeDigest } from "../tree/tree.ts";

/**
 * A file system as a chain of operations; the same chain has the same id. Trees are named by their content, so
 * a change that a filter leaves out changes no id.
 */
export type Fs =
  | { readonly kind: "scratch"; readonly id: string }
  | { readonly kind: "image"; readonly id: string; readonly ref: string; readonly settings: Settings }
  | TreeFs
  | { readonly kind: "copy"; readonly id: string; readonly base: Fs; readonly copy: Copy }
  /** `by` are the functions that ask for it, as in `web__deps`. */
  | { readonly kind: "exec"; readonly id: string; readonly base: Fs; readonly exec: Exec; readonly by: string };
export type ExecFs = Extract<Fs, { kind: "exec" }>;

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
}

/** A folder or file of the pipeline, mounted to be read. */
export interface FileMount {
  readonly target: string;
  readonly kind: "folder" | "file";
  readonly from: Location;
  readonly readOnly?: boolean;
}

/** What of a command's mounts holds files of the pipeline. */
export const isFileMount = (mount: Mount): mount is FileMount => mount.kind === "folder" || mount.kind === "file";

/** A secret as a file: whose value, and who may read it. */
export interface SecretMount {
  readonly target: string;
  readonly kind: "secret";
  readonly secret: string;
  readonly mode: number;
}

export const isSecret = (mount: Mount): mount is SecretMount => mount.kind === "secret";

export interface CacheMount {
  readonly target: string;
  readonly kind: "cache";
  readonly key: string;
  readonly sharing: "shared" | "private" | "locked";
}

export type Mount = FileMount | SecretMount | CacheMount | { readonly target: string; readonly kind: "tmpfs" };

/** alias → the service that a container reaches by it. */
export type Bindings = Readonly<Record<string, ServiceState>>;

/** One command with all it sees. `secrets` and secret mounts name secrets of the session by address. */
export interface Exec extends Settings {
  readonly args: readonly string[];
  readonly expect: NonNullable<ExecOptions["expect"]>;
  readonly mounts: readonly Mount[];
  readonly secrets: Readonly<Record<string, string>>;
  readonly services: Bindings;
}

export interface Healthcheck {
  readonly args: readonly string[];
  readonly shell?: boolean;
  readonly interval?: string;
  readonly timeout?: string;
  readonly startPeriod?: string;
  readonly startInterval?: string;
  readonly retries?: number;
}

/** A container as a value: its files, its configuration, and what a command in it would see. */
export interface ContainerState extends Settings {
  readonly fs: Fs;
  readonly entrypoint?: readonly string[];
  readonly defaultArgs?: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Of the manifest, where the image travels as one. */
  readonly annotations: Readonly<Record<string, string>>;
  /** As Docker writes them, `8080/tcp`. */
  readonly ports: readonly string[];
  readonly healthcheck?: Healthcheck;
  readonly mounts: readonly Mount[];
  readonly secrets: Exec["secrets"];
  readonly services: Exec["services"];
  readonly lastExec?: ExecFs;
}

/** A service as a value: a container that is to run, and what it is started with. */
export interface ServiceState {
  readonly container: ContainerState;
  readonly args: { readonly args?: readonly string[]; readonly useEntrypoint?: boolean };
}

export const scratch: Fs = { kind: "scratch", id: "scratch" };

export function imageFs(ref: string, identity: string, settings: Settings): Fs {
  return { kind: "image", ref, settings, id: digest(["image", identity]) };
}

/** Files that are known on this side. Every one of them is read for the id: once, and where somebody asks. */
class TreeFs {
  readonly kind = "tree";
  #id: string | undefined;
  constructor(readonly tree: Tree) {}

  get id(): string {
    this.#id ??= treeDigest(this.tree);
    return this.#id;
  }
}

export const treeFs = (tree: Tree): Fs => (tree.size === 0 ? scratch : new TreeFs(tree));

export function newFile(name: string, entry: FileEntry): Location {
  return { fs: treeFs(put(emptyTree, name, entry)), path: `/${name}` };
}

/** A directory of files that are known on this side. */
export const directoryOf = (tree: Tree): Location => ({ fs: treeFs(tree), path: "/" });

/** No files, as an archive: something to take them from. */
export const nothing: Fs = new TreeFs(emptyTree);

/** A file that is known on this side: what BuildKit has is not, and neither is what a link leads to. */
export function knownFile({ fs, path }: Location): FileEntry | undefined {
  const entry = fs.kind === "tree" ? fs.tree.get(inside(path)) : undefined;
  return entry?.kind === "file" ? entry : undefined;
}

export function copyFs(base: Fs, copy: Copy): Fs {
  const { from, ...rest } = copy;
  return { kind: "copy", base, copy, id: digest(["copy", base.id, locationId(from), rest]) };
}

export function execFs(base: Fs, exec: Exec, by = ""): ExecFs {
  const { mounts, services } = exec;
  const said = { ...exec, mounts: mountIds(mounts), services: serviceNames(services) };
  return { kind: "exec", base, exec, by, id: digest(["exec", base.id, said]) };
}

const locationId = ({ fs, path }: Location): string => `${fs.id}:${path}`;

/** What decides over mounts, as JSON. */
export const mountIds = (mounts: readonly Mount[]): unknown[] =>
  mounts.map((mount) => (isFileMount(mount) ? { ...mount, from: locationId(mount.from) } : mount));

/** The file systems an operation stands on, the base first. */
export function inputs(fs: Fs): Fs[] {
  if (fs.kind === "copy") return [fs.base, fs.copy.from.fs];
  return fs.kind === "exec" ? [fs.base, ...fs.exec.mounts.filter(isFileMount).map(({ from }) => from.fs)] : [];
}

/**
 * The name of a service in its session's network, the same for the same service and those behind it, in all sessions: a
 * letter first, as host names want.
 */
export function serviceName({ container, args }: ServiceState): string {
  const { fs, lastExec: _, mounts, services, ...rest } = container;
  return `s${digest([fs.id, mountIds(mounts), serviceNames(services), rest, args]).slice(0, 12)}`;
}

/** alias → name: what decides over a container's services. */
export const serviceNames = (services: Bindings): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(services).map(([alias, service]) => [alias, serviceName(service)]));
