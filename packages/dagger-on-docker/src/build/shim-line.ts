import { paths } from "../shim/protocol.ts";
import { jsonLine, mountFlag } from "./dockerfile.ts";

/** The image whose Bun, and C library, run the shim in build steps. */
export const shimRuntime = "oven/bun:1.4.5-slim";

/** The folder of Debian's C library and the loader in it, for an architecture as Node names it. */
export const libraryOf = (arch: string): readonly [folder: string, loader: string] =>
  arch === "arm64" ? ["aarch64-linux-gnu", "ld-linux-aarch64.so.1"] : ["x86_64-linux-gnu", "ld-linux-x86-64.so.2"];

const { tools, records, hostCa } = paths;
const [machine, loader] = libraryOf(process.arch);

export const toolStages = [
  `FROM ${shimRuntime} AS runtime`,
  "FROM scratch AS tools\nADD tools.tar /",
  "FROM scratch AS tools-ca\nADD ca.tar /",
];

const bound = (from: string, source: string, target: string) => mountFlag({ type: "bind", from, source, target });

/**
 * Mounts the shim and what it runs on: Bun, and the C library, which an image may lack. Copying 100 MB would hold up
 * every first build.
 */
export const toolsMounts = [
  mountFlag({ type: "bind", from: "tools", target: tools }),
  bound("runtime", "/usr/local/bin/bun", `${tools}/bun`),
  bound("runtime", `/usr/lib/${machine}`, `${tools}/lib`),
];

/**
 * Mounts the shim and the records of all runs. A step that reads one names its chain: BuildKit takes a step for
 * the same where its files are the same, and many runs leave the same files.
 */
export const recordMounts = [
  ...toolsMounts,
  mountFlag({ type: "cache", id: "dagger-on-docker-records", target: records, from: "tools", source: "/records" }),
];

/** All that a recorded command is given beside its own mounts. */
export const shimMounts = [...recordMounts, bound("tools-ca", "/ca.crt", hostCa)];

const lib = `${tools}/lib`;
const shimWords = [`${lib}/${loader}`, "--library-path", lib, `${tools}/bun`, "--no-env-file", `${tools}/shim.mjs`];

/** `RUN` with flags, in exec form. */
export function shimLine(flags: readonly string[], args: readonly string[]): string {
  return `RUN ${flags.join(" ")} ${jsonLine([...shimWords, ...args])}`;
}
