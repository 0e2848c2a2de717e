import type { Container, Directory } from "@dagger.io/dagger";
import { runner } from "./runner.js";
import { install, prune, script, settle, sources } from "./workspace.js";

/** The local Supabase for development and tests: the real migrations and row-level security on PGlite. */
export function supabase(source: Directory): Container {
  const out = install(prune(source, "@flipdocs/supabase").directory("json"))
    .withExec(
      script(
        "mkdir -p /out/runtime/usr/local/bin /out/modules/app",
        "cp -p /usr/local/bin/bun /out/runtime/usr/local/bin/",
        "cp -a --parents ./node_modules/@electric-sql/pglite /out/modules/app/",
        settle("/out"),
      ),
    )
    .withDirectory("/app", sources(source))
    .withExec(
      script(
        "turbo build --filter=@flipdocs/supabase",
        "mkdir -p /out/app/app/packages/supabase",
        "cp -a packages/supabase/dist /out/app/app/packages/supabase/",
        settle("/out/app"),
      ),
    )
    .directory("/out");
  return runner(out, ["runtime", "modules", "app"], {
    user: "supabase",
    workdir: "/app/packages/supabase",
    env: { PORT: "54321", LITE_TELEMETRY: "0" },
    port: 54321,
    probe: ["bun", "dist/bin/healthcheck.js"],
    args: ["bun", "dist/bin/serve.js"],
  });
}
