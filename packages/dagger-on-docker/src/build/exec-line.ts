import { type ExecOptions, paths } from "../shim/protocol.ts";
import { emptyTree, put } from "../tree/tree.ts";
import { mountFlag } from "./dockerfile.ts";
import {
  type Exec,
  type ExecFs,
  type FileMount,
  type Fs,
  isWritable,
  type Location,
  type Mount,
  treeFs,
} from "./fs.ts";
import { shimLine, shimMounts } from "./shim-line.ts";
import { isPlain, longest, type Stage, splitWorkdir } from "./stage.ts";

/** What a command's line asks of the Dockerfile it stands in. */
export interface Emitter {
  emit(fs: Fs): Stage;
  /** Where a mount finds files: a stage and a path in it. */
  source(from: Location, kind: FileMount["kind"], owner?: string): { from: string; source: string };
  /** The id under which a build is given a secret of the session. */
  secret(secret: string): string;
  /** The id under which a build is given a socket of this machine. */
  socket(path: string): string;
  runId(fs: ExecFs): string;
  /** Has the next operation on a file system open a stage of its own, behind all that are there. */
  apart(fs: Fs): void;
}

/** The `RUN` of a command, and the working directory it is given there; stages it needs are emitted before. */
export function execLine(to: Emitter, fs: ExecFs): { line: string; workdir: string } {
  const { exec } = fs;
  const flags = [...shimMounts, ...secretFlags(to, exec), ...exec.mounts.map((mount) => mountLine(to, mount))];
  const stage = to.emit(fs.base);
  const { workdir, cwd } = splitWorkdir(stage, exec);
  const options = { ...execOptions(exec, stage.env), ...(cwd && { cwd }) };
  const words = [to.runId(fs), JSON.stringify(options), ...exec.args];
  if (words.join("").length <= longest) return { line: shimLine(flags, words), workdir };
  to.apart(fs.base);
  const { from, source } = to.source(commandFile(options, exec.args), "file");
  flags.push(mountFlag({ type: "bind", from, source, target: paths.command }));
  return { line: shimLine(flags, [to.runId(fs), "--command"]), workdir };
}

/** A long command as a file: neither a Dockerfile's line nor an argument could hold it. */
function commandFile(options: ExecOptions, args: readonly string[]): Location {
  const bytes = Buffer.from(JSON.stringify([options, ...args]));
  const tree = put(emptyTree, "command.json", { kind: "file", mode: 0o644, bytes, uid: 0, gid: 0 });
  return { fs: treeFs(tree), path: "/command.json" };
}

/** What the shim is told beside the words. `given` are the variables that the Dockerfile sets. */
function execOptions(exec: Exec, given: Exec["env"]): ExecOptions {
  const odd = Object.entries(exec.env).filter(([name, value]) => !isPlain(name, value));
  const secrets = Object.keys(exec.secrets).map((name, index) => [name, `${paths.secret}${index}`]);
  const targets = (which: (mount: Mount) => boolean) => exec.mounts.filter(which).map(({ target }) => target);
  const lists = {
    unset: Object.keys(given).filter((name) => !(name in exec.env)),
    masked: targets(({ kind }) => kind === "secret"),
    writable: targets(isWritable),
  };
  return {
    ...exec.options,
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
    ...(odd.length > 0 && { env: Object.fromEntries(odd) }),
    ...(secrets.length > 0 && { secrets: Object.fromEntries(secrets) }),
  };
}

function secretFlags(to: Emitter, { secrets }: Exec): string[] {
  return Object.values(secrets).map((secret, index) =>
    mountFlag({
      type: "secret",
      id: to.secret(secret),
      target: `${paths.secret}${index}`,
      mode: "0444",
      required: "true",
    }),
  );
}

function mountLine(to: Emitter, mount: Mount): string {
  const { target } = mount;
  const [uid, gid = uid] = ("owner" in mount && mount.owner ? mount.owner : "").split(":");
  const owner = uid ? { uid, gid } : {};
  switch (mount.kind) {
    case "folder":
    case "file":
      return mountFlag({
        type: "bind",
        ...to.source(mount.from, mount.kind, mount.owner),
        target,
        ...(isWritable(mount) && { rw: "" }),
      });
    case "cache": {
      const seed = mount.from && to.source(mount.from, "folder");
      return mountFlag({ type: "cache", id: mount.key, sharing: mount.sharing, target, ...seed, ...owner });
    }
    case "tmpfs":
      return mountFlag({ type: "tmpfs", target, ...(mount.size && { size: String(mount.size) }) });
    case "socket":
      return mountFlag({ type: "ssh", id: to.socket(mount.path), target, required: "true", ...owner });
    case "secret": {
      const mode = `0${mount.mode.toString(8)}`;
      return mountFlag({ type: "secret", id: to.secret(mount.secret), target, mode, required: "true", ...owner });
    }
  }
}
