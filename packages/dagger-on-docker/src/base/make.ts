import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installMmdebstrap } from "./debian-host.ts";
import { docker } from "./docker.ts";
import { BaseImageError } from "./errors.ts";
import { type Finished, run, tail } from "./process.ts";
import type { Reference } from "./reference.ts";
import { bootstrapCommand } from "./stand-ins/debian.ts";
import { type Bootstrap, type Build, STAND_IN_LABEL, type StandIn } from "./stand-ins/stand-in.ts";

/** Says what is being done, one line at a time. */
export type Progress = (line: string) => void;

const ONLINE = "Check the network, then run the same command again.";

function succeeded(finished: Finished, what: string, hint = ONLINE): void {
  if (finished.code === 0) return;
  const log = finished.stderr || finished.stdout;
  const why = finished.code === undefined ? tail(log, 1) : `exit code ${finished.code}`;
  throw new BaseImageError(what, why, hint, tail(log));
}

const label = (standIn: StandIn) => `${STAND_IN_LABEL}=${standIn.from}`;

async function bootstrap(name: string, standIn: Bootstrap, folder: string, progress: Progress): Promise<void> {
  await installMmdebstrap(progress);
  const tar = join(folder, "rootfs.tar");
  const [command = "", ...args] = bootstrapCommand(standIn.suite, tar);
  succeeded(await run(command, args), `${name} could not be made from Debian packages`);
  // A tar that is whole before it is imported: an interrupted run leaves no image.
  const changes = ["--change", 'CMD ["bash"]', "--change", `LABEL "${STAND_IN_LABEL}"="${standIn.from}"`];
  succeeded(await docker(["import", ...changes, tar, name]), `${name} could not be imported`);
}

/** Bun installs the packages: it knows the registry that is configured here, and verifies what it gets. */
async function installPackages(packages: readonly string[], context: string): Promise<void> {
  writeFileSync(join(context, "package.json"), '{ "private": true }\n');
  if (packages.length === 0) return;
  const bun = process.versions.bun === undefined ? "bun" : process.execPath;
  const args = ["add", "--exact", "--ignore-scripts", "--linker", "hoisted", "--no-progress", ...packages];
  succeeded(
    await run(bun, args, { cwd: context }),
    `${packages.join(", ")} could not be installed`,
    "Name a version in the image's tag that the npm registry has, or check the network.",
  );
}

/** BuildKit passes these on to RUN without writing them into the image. */
const proxies = () =>
  ["http_proxy", "https_proxy", "no_proxy"]
    .filter((name) => process.env[name])
    .flatMap((name) => ["--build-arg", name]);

async function build(name: string, standIn: Build, context: string, progress: Progress): Promise<void> {
  await installPackages(standIn.packages, context);
  writeFileSync(join(context, "Dockerfile"), standIn.dockerfile);
  const onLine = (line: string) => {
    const step = /^#\d+ (\[.*\d+\/\d+\] .*)/.exec(line)?.[1];
    if (step !== undefined) progress(`${name}: ${step.slice(0, 100)}`);
  };
  const options = ["--progress=plain", "--tag", name, "--label", label(standIn), ...proxies()];
  const finished = await docker(["build", ...options, context], { onLine });
  succeeded(finished, `${name} could not be built`);
}

/**
 * Makes an image out of packages under the very name of the one that cannot be pulled.
 *
 * @param folder an empty place for what it needs on the way; removed at the end
 * @throws BaseImageError with the end of the log
 */
export async function makeStandIn(
  reference: Reference,
  standIn: StandIn,
  folder: string,
  progress: Progress,
): Promise<void> {
  const started = performance.now();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    if (standIn.kind === "bootstrap") await bootstrap(reference.name, standIn, folder, progress);
    else await build(reference.name, standIn, folder, progress);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  progress(`${reference.name}: made in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
