import { type Container, type Directory, dag, func, object } from "@dagger.io/dagger";
import { type AppName, parseApp, settingsOf } from "./apps.js";
import { images } from "./images.js";
import { bun } from "./kinds/bun.js";
import type { Kind, Settings } from "./kinds/kind.js";
import { next } from "./kinds/next.js";
import { install, prune, runScript, sources } from "./monorepo.js";
import { runner } from "./runner.js";
import { allBut } from "./shares.js";
import { script, settle } from "./shell.js";
import { part } from "./source.js";

const kinds: Readonly<Record<Settings["kind"], Kind>> = { next, bun };

/**
 * An app of the table, out of the repository.
 *
 * @param platform what it is built for; the machine's own if nothing
 * @throws NotAnApp: a function of index.ts may name one that another monorepo's table has not
 */
export const appOf = (name: string, repository: Directory, platform = ""): App =>
  new App(name, part(repository, allBut[parseApp(name)]), platform);

/** The images that an app's is made from: what has to be real where it is published, and is named in its provenance. */
export const basesOf = (name: AppName): string[] => [
  ...new Set([images.base, images[kinds[settingsOf(name).kind].runtime], images.bun]),
];

/** An app, stage by stage. */
@object()
export class App {
  /** What it is called in the table of apps. */
  private name: string;

  /** The manifests, the app and the packages it uses. */
  private source: Directory;

  /** What it is built for, as in `linux/arm64`; the machine's own if nothing. */
  private platform: string;

  constructor(name: string, source: Directory, platform = "") {
    this.name = name;
    this.source = source;
    this.platform = platform;
  }

  /**
   * The manifests and the lockfile of the app, pruned.
   *
   * dagger call web deps entries
   */
  @func()
  deps(): Directory {
    return prune(this.source, this.settings().folder);
  }

  /**
   * Installed, with the sources, nothing built: what development mounts its own sources over.
   *
   * dagger call web dev export-image --name flipdocs-dev/web
   */
  @func()
  dev(): Container {
    return this.installed().withDirectory("/app", sources(this.source));
  }

  /**
   * Installed and built: sources in /app, what will be shipped in /out.
   *
   * dagger call web builder terminal
   */
  @func()
  builder(): Container {
    const { build = "build" } = this.settings();
    const { prepare = (container) => container, collect } = this.kind();
    const { built } = this.layers();
    return prepare(this.dev(), this.settings()).withExec(
      script(runScript(build), ...collect(this.settings()), settle(...built)),
    );
  }

  /**
   * The production image: runtime, dependencies and app in layers of their own; no shell, one user.
   *
   * dagger call web runner export-image --name flipdocs-web
   */
  @func()
  runner(): Container {
    const { folder, user, id = 1001, port, env = {}, volumes = [], programs = this.kind().programs } = this.settings();
    const [installed, built] = [this.installed(), this.builder()];
    const layers = this.layers();
    const image = runner(
      [
        ...layers.installed.map((path) => installed.directory(path)),
        ...layers.built.map((path) => built.directory(path)),
      ],
      {
        platform: this.platform,
        runtime: this.kind().runtime,
        user,
        id,
        workdir: `/app/${folder}`,
        env: { ...env, PORT: String(port) },
        port,
        probe: [programs.healthcheck],
        args: [programs.serve],
      },
    );
    return volumes.reduce((one, path) => one.withDirectory(path, dag.directory(), { owner: `${id}:${id}` }), image);
  }

  /** Installed, with what the image gets of it: modules change less often than the app. */
  private installed(): Container {
    const { tools } = this.settings();
    const { runtime, keep } = this.kind();
    const kept = keep(this.settings());
    const lines = kept.length > 0 ? [...kept, settle(...this.layers().installed)] : [];
    return install(this.deps().directory("json"), { runtime, tools, platform: this.platform }, ...lines);
  }

  private layers(): { installed: string[]; built: string[] } {
    const { installed, built } = this.kind().layers(this.settings());
    return { installed: installed.map((name) => `/out/${name}`), built: built.map((name) => `/out/${name}`) };
  }

  private settings(): Settings {
    return settingsOf(parseApp(this.name));
  }

  private kind(): Kind {
    return kinds[this.settings().kind];
  }
}
