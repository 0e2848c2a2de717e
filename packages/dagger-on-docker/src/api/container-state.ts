import { posix } from "node:path";
import {
  copyFs,
  type Exec,
  type ExecFs,
  type FileMount,
  type Fs,
  type Location,
  type Mount,
  type Settings,
  scratch,
} from "../build/fs.ts";

/** A port that a container listens on. */
export interface ExposedPort {
  readonly port: number;
  readonly protocol: "TCP" | "UDP";
  readonly description: string | null;
  readonly experimentalSkipHealthcheck: boolean;
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
  readonly platform: string;
  readonly entrypoint?: readonly string[];
  readonly defaultArgs?: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Of the manifest, where the image travels as one. */
  readonly annotations: Readonly<Record<string, string>>;
  readonly ports: readonly ExposedPort[];
  readonly healthcheck?: Healthcheck;
  readonly mounts: readonly Mount[];
  readonly secrets: Exec["secrets"];
  readonly services: Exec["services"];
  readonly lastExec?: ExecFs;
}

export const emptyContainer: ContainerState = {
  fs: scratch,
  platform: `linux/${process.arch === "arm64" ? "arm64" : "amd64"}`,
  env: {},
  user: "",
  workdir: "",
  labels: {},
  annotations: {},
  ports: [],
  mounts: [],
  secrets: {},
  services: {},
};

/** An absolute path in a container: relative ones start at the working directory. */
export function absolute({ workdir }: Pick<ContainerState, "workdir">, path: string): string {
  return posix.resolve(workdir || "/", path);
}

/** Go's os.Expand over a container's variables: `$A`, `${A}`; what is not set is empty. */
export function expand(text: string, env: Settings["env"]): string {
  return text.replace(/\$(?:\{([^}]*)\}|\{|([A-Za-z_]\w*)|([*#$@!?0-9-])|)/g, (all, braced, name) => {
    if (all === "$") return "$";
    return env[braced ?? name ?? ""] ?? "";
  });
}

/** The mount that covers a path: the latest one, which is the innermost. Secrets are not looked into. */
export function mountOver({ mounts }: ContainerState, path: string, given = path): FileMount | undefined {
  const over = mounts.findLast(({ target, kind }) => kind !== "secret" && covers(target, path));
  if (!over || over.kind === "folder" || over.kind === "file") return over as FileMount | undefined;
  throw new Error(`failed to locate path ${given}: ${path}: cannot retrieve path from ${over.kind}`);
}

const covers = (target: string, path: string): boolean => path === target || path.startsWith(`${target}/`);

/** Where a path's files are: in a mount or in the container's own file system. */
export function locate(state: ContainerState, path: string): Location {
  const full = absolute(state, path);
  const over = mountOver(state, full);
  if (!over) return { fs: state.fs, path: full };
  if (over.kind === "file") return over.from;
  return { fs: over.from.fs, path: posix.join(over.from.path, posix.relative(over.target, full)) };
}

/** A location as a file system of its own. */
export function rootAt({ fs, path }: Location, kind: "folder" | "file" = "folder"): Fs {
  if (kind === "folder" && posix.resolve("/", path) === "/") return fs;
  return copyFs(scratch, {
    from: { fs, path },
    kind,
    to: kind === "folder" ? "/" : `/${posix.basename(path)}`,
  });
}

/**
 * Changes files at a path: in the mount that covers it, else in the container's own file system. A mount at the very
 * path is taken away first, but for a folder that gets more content.
 */
export function change(
  state: ContainerState,
  path: string,
  by: (fs: Fs, path: string) => Fs,
  kind: "folder" | "file" = "file",
): ContainerState {
  const over = mountOver(state, path);
  if (!over) return { ...state, fs: by(state.fs, path) };
  const rest = state.mounts.filter((mount) => mount !== over);
  if (over.target === path && (over.kind === "file" || kind === "file"))
    return change({ ...state, mounts: rest }, path, by, kind);
  const below = `/${posix.relative(over.target, path)}`;
  const mount: Mount = { ...over, from: { fs: by(rootAt(over.from), below), path: "/" } };
  return { ...state, mounts: state.mounts.map((other) => (other === over ? mount : other)) };
}

/** Adds a mount; one at the same place is replaced, and those below are covered by it. */
export function mounted(state: ContainerState, mount: Mount): ContainerState {
  const covered = ({ target, kind }: Mount) =>
    target === mount.target || (kind !== "secret" && mount.kind !== "secret" && covers(mount.target, target));
  return { ...state, mounts: [...state.mounts.filter((other) => !covered(other)), mount] };
}
