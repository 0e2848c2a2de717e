import { cp, rm } from "node:fs/promises";

// PGlite loads its WebAssembly and data from files beside itself, and so stays a package.
const external = ["@electric-sql/pglite", "@electric-sql/pglite/*", "vite", "@libsql/client", "postgres"];

await rm("dist", { recursive: true, force: true });
await Bun.build({
  entrypoints: ["src/serve.ts", "src/healthcheck.ts", "src/sql.ts"],
  outdir: "dist/bin",
  target: "bun",
  external,
  throw: true,
});
for (const folder of ["migrations", "mails"]) await cp(folder, `dist/${folder}`, { recursive: true });
