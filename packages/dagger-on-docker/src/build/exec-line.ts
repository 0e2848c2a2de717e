import { type ExecOptions, paths } from "../shim/protocol.ts";
import { fileEntry } from "../tree/tree.ts";
import { mountFlag } from "./dockerfile.ts";
import { type Exec, type ExecFs, type Fs, isFileMount, isSecret, type Location, type Mount, newFile } from "./fs.ts";
import { shimLine, shimMounts } from "./shim-line.ts";
import { isPlain, longest, type Stage, splitWorkdir } from "./stage.ts";

/** What a command's line asks of the Dockerfile it stands in. */
export interface Emitter {
  emit(fs: Fs): Stage;
  /** The stage that files are taken from. */
  takenFrom(fs: Fs): string;
  /** The id under which a build is given a secret of the session. */
  secret(secret: string): string;
  /** The id under which it is given a hosts file with the addresses of services. */
  hosts(services: Exec["services"]): string;
  runId(fs: ExecFs): string;
  /** Has the next operation on a file system open a stage of its own, behind all that are there. */
  ownStageAfter(fs: Fs): void;
}

/** The `RUN` of a command, and the working directory it is given there; stages it needs are emitted before. */
export function execLine(to: Emitter, fs: ExecFs): { line: string; workdir: string } {
  const { exec } = fs;
  const flags = [
    ...shimMounts,
    ...hostsFlags(to, exec),
    ...Object.values(exec.secrets).map((secret, index) => secretFlag(to.secret(secret), `${paths.secret}${index}`)),
    ...exec.mounts.map((mount) => mountLine(to, mount)),
  ];
  const { workdir, cwd } = splitWorkdir(to.emit(fs.base), exec);
  const options = { ...execOptions(exec), ...(cwd && { cwd }) };
  const words = [to.runId(fs), JSON.stringify(options), ...exec.args];
  if (words.join("").length <= longest) return { line: shimLine(flags, words), workdir };
  to.ownStageAfter(fs.base);
  flags.push(bindFlag(to, commandFile(options, exec.args), paths.command));
  return { line: shimLine(flags, [to.runId(fs), "--command"]), workdir };
}

/** A long command as a file: neither a Dockerfile's line nor an argument could hold it. */
function commandFile(options: ExecOptions, args: readonly string[]): Location {
  return newFile("command.json", fileEntry(Buffer.from(JSON.stringify([options, ...args]))));
}

function execOptions(exec: Exec): ExecOptions {
  const env = Object.fromEntries(Object.entries(exec.env).filter(([name, value]) => !isPlain(name, value)));
  const secrets = Object.keys(exec.secrets).map((name, index) => [name, `${paths.secret}${index}`]);
  const options = {
    masked: exec.mounts.filter(isSecret).map(({ target }) => target),
    kept: exec.mounts.filter((mount) => isFileMount(mount) && !mount.readOnly).map(({ target }) => target),
    env,
    secrets: Object.fromEntries(secrets),
  };
  const said = Object.entries(options).filter(([, value]) => Object.keys(value).length > 0);
  return { ...(exec.expect !== "SUCCESS" && { expect: exec.expect }), ...Object.fromEntries(said) };
}

/**
 * Addresses differ in each session: as a secret they are no part of the step's cache key, while the id, by which services
 * are told apart, is one. So a command is cached as long as its services are the same, and they start only if it runs.
 */
const hostsFlags = (to: Emitter, { services }: Exec): string[] =>
  Object.keys(services).length > 0 ? [secretFlag(to.hosts(services), "/etc/hosts")] : [];

/** @param mode who may read it, in octal digits */
const secretFlag = (id: string, target: string, mode = "0444"): string =>
  mountFlag({ type: "secret", id, target, mode, required: "true" });

const bindFlag = (to: Emitter, { fs, path }: Location, target: string, more: { rw?: "" } = {}): string =>
  mountFlag({ type: "bind", from: to.takenFrom(fs), source: path, target, ...more });

function mountLine(to: Emitter, mount: Mount): string {
  const { target } = mount;
  switch (mount.kind) {
    case "folder":
    case "file":
      return bindFlag(to, mount.from, target, mount.readOnly ? {} : { rw: "" });
    case "cache":
      return mountFlag({ type: "cache", id: mount.key, sharing: mount.sharing, target });
    case "tmpfs":
      return mountFlag({ type: "tmpfs", target });
    case "secret":
      return secretFlag(to.secret(mount.secret), target, `0${mount.mode.toString(8)}`);
  }
}
