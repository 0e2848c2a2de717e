import { type Container, type Directory, dag } from "@dagger.io/dagger";
import { health } from "./health.js";
import { images } from "./images.js";
import { fixTimes, install, passwd, prune, script, sources } from "./workspace.js";

/** The local Supabase for development and tests: the real migrations and row-level security on PGlite. */
export function supabase(source: Directory): Container {
  const out = install(prune(source, "@flipdocs/supabase").directory("json"))
    .withExec(
      script(
        "mkdir -p /out/runtime/usr/local/bin /out/modules/app",
        "cp -p /usr/local/bin/bun /out/runtime/usr/local/bin/",
        "cp -a --parents ./node_modules/@electric-sql/pglite /out/modules/app/",
        fixTimes("/out"),
      ),
    )
    .withDirectory("/app", sources(source))
    .withExec(
      script(
        "turbo build --filter=@flipdocs/supabase",
        "mkdir -p /out/app/app/packages/supabase",
        "cp -a packages/supabase/dist /out/app/app/packages/supabase/",
        fixTimes("/out/app"),
      ),
    )
    .directory("/out");
  return dag
    .container()
    .from(images.base)
    .withDirectory("/", out.directory("runtime"))
    .withNewFile("/etc/passwd", passwd("supabase"))
    .withDirectory("/", out.directory("modules"))
    .withDirectory("/", out.directory("app"))
    .withWorkdir("/app/packages/supabase")
    .withUser("1001:1001")
    .withEnvVariable("PORT", "54321")
    .withEnvVariable("LITE_TELEMETRY", "0")
    .withExposedPort(54321)
    .withDockerHealthcheck(["bun", "dist/bin/healthcheck.js"], health)
    .withoutEntrypoint()
    .withDefaultArgs(["bun", "dist/bin/serve.js"]);
}
