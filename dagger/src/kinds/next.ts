import { CacheSharingMode, dag } from "@dagger.io/dagger";
import { project } from "../apps.js";
import type { Kind } from "./kind.js";

/** Next maps files of its cache into memory, and two builds at once took them from each other (SIGBUS). */
const oneAtATime = { sharing: CacheSharingMode.Locked };

/** An app of Next's, which traces what it needs of node_modules by itself. */
export const next: Kind = {
  runtime: "node",
  programs: { serve: "server.js", healthcheck: "healthcheck.mjs" },
  keep: () => [],
  prepare: (container, { folder }) =>
    container.withMountedCache(
      `/app/${folder}/.next/cache`,
      dag.cacheVolume(`${project}-next-${folder.replaceAll("/", "-")}`),
      oneAtATime,
    ),
  collect: ({ folder }) => [
    `[ -d ${folder}/.next/standalone ] || { echo "${folder}/next.config has no output: 'standalone', which the image is made of" >&2; exit 1; }`,
    `mkdir -p /out/modules/app "$(dirname /out/app/app/${folder})"`,
    // Moved: to copy a thousand files takes a tenth of a rebuild.
    `mv ${folder}/.next/standalone/node_modules /out/modules/app/`,
    `mv ${folder}/.next/standalone/${folder} /out/app/app/${folder}`,
    `mv ${folder}/.next/static /out/app/app/${folder}/.next/`,
    `cp -a ${folder}/public ${folder}/healthcheck.mjs /out/app/app/${folder}/`,
  ],
  layers: () => ({ installed: [], built: ["modules", "app"] }),
};
