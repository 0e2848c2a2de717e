import { type Container, type Directory, dag, type File } from "@dagger.io/dagger";
import { project, workspaceFolders } from "./apps.js";
import { images, turbo as turboVersion } from "./images.js";
import { from } from "./platform.js";
import { script } from "./shell.js";

/** What decides what gets installed: a change elsewhere installs nothing. */
const manifests = ["package.json", "bun.lock", ...workspaceFolders.map((folder) => `${folder}/*/package.json`)];

/** Configuration that installs and builds read beside them. */
const settings = ["turbo.json", "bunfig.toml"];

/** What runs an app. */
export type Runtime = "node" | "bun";

/** A runtime as one file, which lies in /usr/local/bin. */
function binary(name: Runtime): File {
  return dag.container().from(images[name]).file(`/usr/local/bin/${name}`);
}

/** Packages are downloaded once for all stages. */
const packageStore = "/root/.bun/install/cache";

/** Nothing asks questions or tells its makers, and downloads are kept for other stages. */
function quiet(container: Container): Container {
  return container
    .withEnvVariable("NEXT_TELEMETRY_DISABLED", "1")
    .withEnvVariable("TURBO_TELEMETRY_DISABLED", "1")
    .withEnvVariable("TURBO_GLOBAL_WARNING_DISABLED", "1")
    .withEnvVariable("CI", "1")
    .withMountedCache(packageStore, dag.cacheVolume(`${project}-packages`));
}

/**
 * Bun trusts neither the system's certificates nor those that an engine adds to them for a network with its own: a step
 * that downloads names their file, an image never does.
 */
const trusting = "NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}";

/** Brings turbo in where it is used, out of the package store: a step of its own would cost each first build half a second. */
const addTurbo = `mkdir -p /turbo && ${trusting} bun add --cwd /turbo --exact --prefer-offline turbo@${turboVersion}`;

/** The program itself: through its wrapper, the step would take a tenth longer. */
const turbo = "/turbo/node_modules/@turbo/*/bin/turbo";

/**
 * The manifests and the lockfile of one app and of the packages it uses, as `turbo prune` leaves them.
 *
 * @param folder the app's, whose manifest says what turbo calls it
 */
export function prune(source: Directory, folder: string): Directory {
  const name = `"$(bun --print 'require("./${folder}/package.json").name')"`;
  return quiet(dag.container().from(images.bun))
    .withWorkdir("/app")
    .withDirectory("/app", source.filter({ include: [...manifests, ...settings] }))
    .withExec(script(addTurbo, `${turbo} prune ${name} --docker`))
    .directory("/app/out");
}

/** Bun's programs beside an image's own, mounted: copying 100 MB would hold up each first build. */
const withBun = (container: Container, platform: string): Container =>
  container
    .withMountedDirectory("/bun", from(images.bun, platform).directory("/usr/local/bin"), { readOnly: true })
    .withEnvVariable("PATH", "${PATH}:/bun", { expand: true });

const frozen = `${trusting} bun install --frozen-lockfile`;

/**
 * Packages, as the lockfile says; in the same step, what only changes with them.
 *
 * @param manifestsOnly what `prune` leaves of the app
 * @param runtime what runs the app
 * @param tools the checks' tools as well, not only what the app is made of
 * @param platform for which; the machine's own if nothing
 * @param lines commands to run then
 */
export function install(
  manifestsOnly: Directory,
  { runtime, tools = false, platform = "" }: { runtime: Runtime; tools?: boolean; platform?: string },
  ...lines: string[]
): Container {
  const base = from(images[runtime], platform);
  return quiet(runtime === "bun" ? base : withBun(base, platform))
    .withWorkdir("/app")
    .withDirectory("/app", manifestsOnly)
    .withExec(script(tools ? frozen : `${frozen} --production`, ...lines));
}

/** The sources without the manifests: pruned ones are there, and another app's must not bring a rebuild. */
export function sources(source: Directory): Directory {
  return source.filter({ exclude: manifests });
}

/** Node and Bun, on Node's image or on another one: what the checks work with. */
function toolchain(on?: Container): Container {
  const base = on ? on.withFile("/usr/local/bin/node", binary("node")) : dag.container().from(images.node);
  return quiet(base.withFile("/usr/local/bin/bun", binary("bun"))).withWorkdir("/app");
}

/** Every workspace installed, then the sources: where the checks run. They install nothing more. */
export function workspace(source: Directory, on?: Container): Container {
  return toolchain(on)
    .withDirectory("/app", source.filter({ include: [...manifests, ...settings] }))
    .withExec(script(frozen))
    .withoutMount(packageStore)
    .withDirectory("/app", source);
}

/**
 * Runs a script of the workspaces that have it, those that others use first. What is pruned holds an app and its
 * packages alone; what turbo would add is a cache, which layers and Next's own are already.
 */
export const runScript = (name: string): string => `bun run --filter '*' ${name}`;
