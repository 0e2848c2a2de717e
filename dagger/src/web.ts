import { CacheSharingMode, type Container, type Directory, dag, func, object } from "@dagger.io/dagger";
import { runner } from "./runner.js";
import { install, prune, runScript, script, settle, sources } from "./workspace.js";

const app = "/app/apps/web";

/** Next maps files of its cache into memory, and two builds at once took them from each other (SIGBUS). */
const oneAtATime = { sharing: CacheSharingMode.Locked };

/** The web app, stage by stage. */
@object()
export class Web {
  /** The manifests, the app and the packages it uses. */
  private source: Directory;

  constructor(source: Directory) {
    this.source = source;
  }

  /**
   * The manifests and the lockfile of the app, pruned.
   *
   * dagger call web deps entries
   */
  @func()
  deps(): Directory {
    return prune(this.source, "@flipdocs/web");
  }

  /**
   * Installed, with the sources, nothing built: what development mounts its own sources over.
   *
   * dagger call web dev export-image --name flipdocs-dev/web
   */
  @func()
  dev(): Container {
    return install(this.deps().directory("json"), { runtime: "node" }).withDirectory("/app", sources(this.source));
  }

  /**
   * Installed and built: sources in /app, what will be shipped in /out.
   *
   * dagger call web builder terminal
   */
  @func()
  builder(): Container {
    return this.dev()
      .withMountedCache(`${app}/.next/cache`, dag.cacheVolume("flipdocs-web-next"), oneAtATime)
      .withExec(
        script(
          runScript("build"),
          "mkdir -p /out/modules/app /out/app/app/apps",
          // Moved: to copy a thousand files takes a tenth of a rebuild.
          "mv apps/web/.next/standalone/node_modules /out/modules/app/",
          "mv apps/web/.next/standalone/apps/web /out/app/app/apps/",
          "mv apps/web/.next/static /out/app/app/apps/web/.next/",
          "cp -a apps/web/public apps/web/healthcheck.mjs /out/app/app/apps/web/",
          settle("/out/modules", "/out/app"),
        ),
      );
  }

  /**
   * The production image: runtime, dependencies and app in layers of their own; no shell, user 1001.
   *
   * dagger call web runner export-image --name flipdocs-web
   */
  @func()
  runner(): Container {
    const built = this.builder();
    return runner([built.directory("/out/modules"), built.directory("/out/app")], {
      runtime: "node",
      user: "nextjs",
      workdir: "/app",
      env: { NODE_ENV: "production", HOSTNAME: "0.0.0.0", PORT: "3000" },
      port: 3000,
      probe: [`${app}/healthcheck.mjs`],
      args: ["apps/web/server.js"],
    });
  }
}
