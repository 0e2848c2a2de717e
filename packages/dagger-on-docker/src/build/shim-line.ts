import { paths } from "../shim/protocol.ts";
import { jsonLine, mountFlag } from "./dockerfile.ts";
import { type Copy, type Fs, imageFs } from "./fs.ts";
import { noSettings } from "./stage.ts";

/** The image whose Bun, and C library, run the shim in build steps. */
export const shimRuntime = "oven/bun:1.4.5-slim";

/** The shim as files: every Dockerfile that names the stage gets it. */
export const toolsFs: Fs = imageFs("tools", "tools", noSettings);
export const runtimeFs: Fs = imageFs("runtime", "runtime", noSettings);

/** The folder of Debian's C library and the loader in it, for an architecture as Node names it. */
export const libraryOf = (arch: string): readonly [folder: string, loader: string] =>
  arch === "arm64" ? ["aarch64-linux-gnu", "ld-linux-aarch64.so.1"] : ["x86_64-linux-gnu", "ld-linux-x86-64.so.2"];

const [machine, loader] = libraryOf(process.arch);

/**
 * What the shim runs on, by its place beside the shim: Bun, and the C library, which an image may lack. Build steps
 * have it mounted: copying 100 MB would hold up every first build.
 */
export const runtime: readonly (Pick<Copy, "from" | "kind"> & { readonly place: string })[] = [
  { from: { fs: runtimeFs, path: "/usr/local/bin/bun" }, kind: "file", place: "bun" },
  { from: { fs: runtimeFs, path: `/usr/lib/${machine}` }, kind: "folder", place: "lib" },
];

/** The stages that hold the shim. */
export const toolStages = [
  `FROM ${shimRuntime} AS runtime`,
  "FROM scratch AS tools\nCOPY tools /",
  "FROM scratch AS tools-ca\nCOPY ca.crt /",
];

/** Mounts the shim and its runtime. */
export const toolsMounts = [
  mountFlag({ type: "bind", from: "tools", target: paths.tools }),
  ...runtime.map(({ from, place }) =>
    mountFlag({ type: "bind", from: "runtime", source: from.path, target: `${paths.tools}/${place}` }),
  ),
];

/**
 * Mounts the shim and the records of all runs. A step that reads one names its chain: BuildKit takes a step for
 * the same where its files are the same, and many runs leave the same files.
 */
export const recordMounts = [
  ...toolsMounts,
  mountFlag({
    type: "cache",
    id: "dagger-on-docker-records",
    target: paths.records,
    from: "tools",
    source: "/records",
  }),
];

/** All that a recorded command is given beside its own mounts. */
export const shimMounts = [
  ...recordMounts,
  mountFlag({ type: "bind", from: "tools-ca", source: "/ca.crt", target: paths.hostCa }),
];

/** The words that start the shim from a folder. */
export const shimWords = (folder: string): string[] => [
  `${folder}/lib/${loader}`,
  "--library-path",
  `${folder}/lib`,
  `${folder}/bun`,
  "--no-env-file",
  `${folder}/shim.mjs`,
];

/** `RUN` with flags, in exec form. */
export function shimLine(flags: readonly string[], args: readonly string[]): string {
  return `RUN ${flags.join(" ")} ${jsonLine([...shimWords(paths.tools), ...args])}`;
}
