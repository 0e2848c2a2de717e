import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { Progress } from "../progress.ts";
import { bundleModule, sdkFile } from "./bundle.ts";
import type { Properties } from "./properties.ts";
import { type ModuleSource, sourceFiles, sourceHash } from "./source.ts";
import type { ModuleDef } from "./types.ts";

/** A module that is ready to be called. */
export interface LoadedModule {
  readonly source: ModuleSource;
  readonly def: ModuleDef;
  readonly properties: Properties;
  /** The bundle with its functions. */
  readonly file: string;
}

/** Changes when what is kept about a module changes its form or how it is made. */
const format = "3";

/** Modules kept longer than this are made anew, so that old sources' ones do not pile up. */
const keptMs = 30 * 24 * 3600 * 1000;

/**
 * Loads a module: its types and its functions, as kept from the last time its sources were the same.
 *
 * @param progress told when the types have to be found anew, which takes seconds
 */
export async function loadModule(source: ModuleSource, progress: Progress): Promise<LoadedModule> {
  const files = sourceFiles(source);
  const folder = join(cacheFolder(), "modules", sourceHash(source, files, `${format} ${sdkFile} ${Bun.version}`));
  if (!existsSync(folder)) await make(source, files, folder, progress);
  const { def, properties } = JSON.parse(readFileSync(join(folder, "types.json"), "utf8"));
  return { source, def, properties, file: join(folder, "module.js") };
}

/** Made aside and moved into place whole: two calls at once do not disturb each other. */
async function make(source: ModuleSource, files: readonly string[], folder: string, progress: Progress): Promise<void> {
  const making = `${folder}.${process.pid}`;
  progress.line(`module ${source.name}: reading its types (once for each change of its sources)`);
  try {
    mkdirSync(making, { recursive: true });
    const { registerModule } = await import("./registration.ts");
    const types = await registerModule(source, making);
    await bundleModule(files, making);
    writeFileSync(join(making, "types.json"), JSON.stringify(types));
    if (!existsSync(folder)) renameSync(making, folder);
    removeOld(dirname(folder));
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

function removeOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const { mtimeMs = Date.now() } = statSync(path, { throwIfNoEntry: false }) ?? {};
    if (Date.now() - mtimeMs > keptMs) rmSync(path, { recursive: true, force: true });
  }
}

/** Where this program keeps what it can make again. */
function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "dagger-on-docker");
}
