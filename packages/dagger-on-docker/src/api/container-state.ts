import { posix } from "node:path";
import {
  type ContainerState,
  type FileMount,
  type Fs,
  type Location,
  type Mount,
  type Settings,
  scratch,
} from "../build/fs.ts";
import { notServed } from "../graph.ts";

export const emptyContainer: ContainerState = {
  fs: scratch,
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

/** The ports that connections are taken on. */
export const tcpPorts = ({ ports }: ContainerState): number[] =>
  ports.filter((port) => port.endsWith("/tcp")).map((port) => Number.parseInt(port, 10));

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
function mountOver({ mounts }: ContainerState, path: string): FileMount | undefined {
  const over = mounts.findLast(({ target, kind }) => kind !== "secret" && covers(target, path));
  if (!over || over.kind === "folder" || over.kind === "file") return over;
  throw new Error(`failed to locate path ${path}: cannot retrieve path from ${over.kind}`);
}

const covers = (target: string, path: string): boolean => path === target || path.startsWith(`${target}/`);

/** Where a path's files are: in a mount or in the container's own file system. */
export function locate(state: ContainerState, path: string): Location {
  const full = absolute(state, path);
  const over = mountOver(state, full);
  if (!over) return { fs: state.fs, path: full };
  return { fs: over.from.fs, path: posix.join(over.from.path, posix.relative(over.target, full)) };
}

export function change(state: ContainerState, path: string, by: (fs: Fs, path: string) => Fs): ContainerState {
  const full = absolute(state, path);
  const over = mountOver(state, full);
  if (over) throw notServed("Container", `changing ${full} below the mounted ${over.target}`);
  return { ...state, fs: by(state.fs, full) };
}

/** Adds a mount; one at the same place is replaced, and those below are covered by it. */
export function mounted(state: ContainerState, mount: Mount): ContainerState {
  const covered = ({ target, kind }: Mount) =>
    target === mount.target || (kind !== "secret" && mount.kind !== "secret" && covers(mount.target, target));
  return { ...state, mounts: [...state.mounts.filter((other) => !covered(other)), mount] };
}
