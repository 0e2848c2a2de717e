import { paths } from "../shim/protocol.ts";
import { jsonLine, mountFlag } from "./dockerfile.ts";
import { type Fs, imageFs, type Location } from "./fs.ts";
import { noSettings } from "./stage.ts";

/** The image whose Bun, and C library, run the shim in build steps. */
export const shimRuntime = "oven/bun:1.4.5-slim";

/** The shim as files, and what its runtime needs: every Dockerfile that names the stage gets it. */
export const toolsFs: Fs = imageFs("tools", "tools", noSettings);

/** The shim's runtime. It is mounted beside the shim, since copying its 100 MB would hold up every first build. */
export const runtime: Location = { fs: imageFs("runtime", "runtime", noSettings), path: "/usr/local/bin/bun" };

/** The stages that hold the shim. */
export const toolStages = [
  `FROM ${shimRuntime} AS runtime`,
  [
    "FROM scratch AS tools",
    "COPY --from=runtime /usr/lib/*-linux-gnu/ld-linux-*.so.* /ld",
    `COPY --from=runtime ${["c", "m", "dl", "pthread"].map((lib) => `/usr/lib/*-linux-gnu/lib${lib}.so.*`).join(" ")} /lib/`,
    "COPY tools /",
  ].join("\n"),
  "FROM scratch AS tools-ca\nCOPY ca.crt /",
];

/** Mounts the shim and its runtime. */
export const toolsMounts = [
  mountFlag({ type: "bind", from: "tools", target: paths.tools }),
  mountFlag({ type: "bind", from: "runtime", source: runtime.path, target: `${paths.tools}/bun` }),
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
  `${folder}/ld`,
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
