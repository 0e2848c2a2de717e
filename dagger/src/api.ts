import { type Container, type Directory, func, object } from "@dagger.io/dagger";
import { runner } from "./runner.js";
import { install, prune, runScript, script, settle, sources } from "./workspace.js";

/** Native or WebAssembly packages, which stay outside of the bundle, and what they need. */
const modules = ["sharp", "@img", "detect-libc", "semver", "@embedpdf/pdfium"];

/** The API, stage by stage. */
@object()
export class Api {
  /** The manifests, the API and the packages it uses. */
  private source: Directory;

  constructor(source: Directory) {
    this.source = source;
  }

  /**
   * The manifests and the lockfile of the API, pruned.
   *
   * dagger call api deps entries
   */
  @func()
  deps(): Directory {
    return prune(this.source, "@flipdocs/api");
  }

  /** Installed, with what the image gets of it: modules change less often than the app. */
  private installed(): Container {
    const shipped = modules.map((name) => `./node_modules/${name}`).join(" ");
    return install(
      this.deps().directory("json"),
      { runtime: "bun" },
      "mkdir -p /out/modules/app",
      // sharp's binaries for other C libraries than the runner's would only weigh.
      `cp -a --parents ${shipped} /out/modules/app/ && rm -rf /out/modules/app/node_modules/@img/*musl*`,
      settle("/out/modules"),
    );
  }

  /**
   * Installed, with the sources, nothing built: what development mounts its own sources over.
   *
   * dagger call api dev export-image --name flipdocs-dev/api
   */
  @func()
  dev(): Container {
    return this.installed().withDirectory("/app", sources(this.source));
  }

  /**
   * Installed and built: sources in /app, what will be shipped in /out.
   *
   * dagger call api builder terminal
   */
  @func()
  builder(): Container {
    return this.dev().withExec(
      script(
        runScript("build"),
        "mkdir -p /out/chunks/app/apps/api/dist /out/app/app/apps/api",
        "cp -a apps/api/dist /out/app/app/apps/api/",
        "mv /out/app/app/apps/api/dist/chunks /out/chunks/app/apps/api/dist/",
        settle("/out/chunks", "/out/app"),
      ),
    );
  }

  /**
   * The production image: runtime, modules, the bundle's dependencies and app in layers of their own; no shell,
   * user 1001.
   *
   * dagger call api runner export-image --name flipdocs-api
   */
  @func()
  runner(): Container {
    const [installed, built] = [this.installed(), this.builder()];
    const layers = [
      installed.directory("/out/modules"),
      ...["chunks", "app"].map((layer) => built.directory(`/out/${layer}`)),
    ];
    return runner(layers, {
      runtime: "bun",
      user: "elysiajs",
      workdir: "/app/apps/api",
      env: { NODE_ENV: "production", PORT: "3001" },
      port: 3001,
      probe: ["dist/healthcheck.js"],
      args: ["dist/index.js"],
    });
  }
}
