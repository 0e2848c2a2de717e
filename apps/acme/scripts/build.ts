import { rm } from "node:fs/promises";

await rm("dist", { recursive: true, force: true });
await Bun.build({
  entrypoints: ["src/index.ts", "src/healthcheck.ts"],
  outdir: "dist",
  target: "bun",
  throw: true,
});
