import type { Kind } from "./kind.js";

/** A program of Bun's: bundled into dist/, but for the packages that cannot be. */
export const bun: Kind = {
  runtime: "bun",
  programs: { serve: "dist/index.js", healthcheck: "dist/healthcheck.js" },
  keep: ({ folder, modules = [], needless = [] }) =>
    modules.length === 0
      ? []
      : [
          "mkdir -p /out/modules/app",
          ...modules.map(
            (name) =>
              `[ -e node_modules/${name} ] || { echo "${folder} installs no ${name}, which dagger/src/apps.ts has among its modules" >&2; exit 1; }`,
          ),
          `cp -a --parents ${modules.map((name) => `./node_modules/${name}`).join(" ")} /out/modules/app/`,
          ...needless.map((name) => `rm -rf /out/modules/app/node_modules/${name}`),
        ],
  collect: ({ folder, chunks = false }) => [
    `mkdir -p /out/app/app/${folder}`,
    `cp -a ${folder}/dist /out/app/app/${folder}/`,
    ...(chunks
      ? [
          `mkdir -p /out/chunks/app/${folder}/dist`,
          `mv /out/app/app/${folder}/dist/chunks /out/chunks/app/${folder}/dist/`,
        ]
      : []),
  ],
  layers: ({ modules = [], chunks = false }) => ({
    installed: modules.length > 0 ? ["modules"] : [],
    built: chunks ? ["chunks", "app"] : ["app"],
  }),
};
