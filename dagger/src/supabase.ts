import { type Container, type Directory, dag } from "@dagger.io/dagger";
import { runner } from "./runner.js";
import { install, prune, runScript, script, settle, sources } from "./workspace.js";

/** The local Supabase for development and tests: the real migrations and row-level security on PGlite. */
export function supabase(source: Directory): Container {
  const installed = install(
    prune(source, "@flipdocs/supabase").directory("json"),
    { runtime: "bun", tools: true },
    "mkdir -p /out/modules/app",
    "cp -a --parents ./node_modules/@electric-sql/pglite /out/modules/app/",
    settle("/out/modules"),
  );
  const built = installed
    .withDirectory("/app", sources(source))
    .withExec(
      script(
        runScript("build:local", "@flipdocs/supabase"),
        "mkdir -p /out/app/app/packages/supabase",
        "cp -a packages/supabase/dist /out/app/app/packages/supabase/",
        settle("/out/app"),
      ),
    );
  const image = runner([installed.directory("/out/modules"), built.directory("/out/app")], {
    runtime: "bun",
    user: "supabase",
    workdir: "/app/packages/supabase",
    env: { PORT: "54321", LITE_TELEMETRY: "0" },
    port: 54321,
    probe: ["dist/bin/healthcheck.js"],
    args: ["dist/bin/serve.js"],
  });
  // A volume for its data takes its owner from here.
  return image.withDirectory("/data", dag.directory(), { owner: "1001:1001" });
}
