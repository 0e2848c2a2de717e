/**
 * What each function of the pipeline is given of the repository, out of the workspaces' manifests. The SDK reads an
 * argument's ignore list as text, so that none can be computed there: they are written to src/shares.ts.
 */
import { outside } from "../src/source.ts";

/** What is read of a workspace's package.json. */
export interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Manifests by the workspaces' folders, as in apps/web. */
export type Workspaces = Readonly<Record<string, Manifest>>;

/** What decides over installs and builds, beside each workspace's manifest. */
const settings = [".gitignore", "bun.lock", "bunfig.toml", "package.json", "tsconfig.json", "turbo.json"];

/** What no image is made of. */
const tests = ["**/*.test.ts", "**/*.test.tsx", "**/e2e", "**/test", "**/fixtures", "**/vitest.*"];

/** Named before all else: an engine would walk them to see whether something of them is taken back. */
const large = ["**/node_modules", "**/.next", "**/.turbo"];

/** Folders that are an image's whole source, without an app. */
const alone = ["nginx", "compose"];

/** The folder of a workspace, and those of all that it uses. */
export function closure(workspaces: Workspaces, folder: string): string[] {
  const folders = new Set([folder]);
  for (const one of folders) {
    const { dependencies, devDependencies } = workspaces[one] ?? {};
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      if (!version.startsWith("workspace:")) continue;
      const used = Object.keys(workspaces).find((other) => workspaces[other]?.name === name);
      if (!used)
        throw new Error(`${one}/package.json wants ${name}, which no workspace is called: correct one of them`);
      folders.add(used);
    }
  }
  return [...folders].sort();
}

/** An ignore list that leaves nothing but some paths, and nothing of them that no function may see. */
function allBut(paths: readonly string[], ...never: readonly string[]): string[] {
  const secrets = outside.filter((pattern) => !pattern.startsWith("!"));
  return [...large, "*", ...paths.map((path) => `!${path}`), ...secrets, ...never];
}

/**
 * @param apps by name, with their folders
 * @returns ignore lists by name: of the apps, and of the folders that are all there is to an image
 */
export function shares(
  workspaces: Workspaces,
  apps: Readonly<Record<string, { folder: string }>>,
): Record<string, string[]> {
  const manifests = Object.keys(workspaces).map((folder) => `${folder}/package.json`);
  const ofApps = Object.entries(apps).map(([name, { folder }]) => {
    const paths = [...settings, ...manifests, ...closure(workspaces, folder)].sort();
    return [name, allBut(paths, ...tests)] as const;
  });
  return Object.fromEntries([...ofApps, ...alone.map((folder) => [folder, allBut([".gitignore", folder])])]);
}

const constant = (name: string): string => `allBut${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/**
 * The lists as the module's source: `allButWeb` …, and all of them by name.
 *
 * @param facade the source of index.ts: a list that it imports, of an app that the table has not, leaves nothing
 */
export function sourceOf(lists: Readonly<Record<string, readonly string[]>>, facade = ""): string {
  const known = Object.keys(lists).map(constant);
  const missing = [...new Set(facade.match(/\ballBut[A-Z]\w*/g))].filter((name) => !known.includes(name));
  const written = Object.entries(lists).map(
    ([name, list]) =>
      `export const ${constant(name)} = [\n${list.map((pattern) => `  ${JSON.stringify(pattern)},\n`).join("")}];\n`,
  );
  const all = Object.keys(lists).map((name) => `  ${name}: ${constant(name)},\n`);
  return [
    "// Written by `bun dagger/scripts/write-shares.ts`, which says why: a test compares.\n",
    ...written,
    ...missing.map((name) => `export const ${name} = ["*"];\n`),
    `export const allBut = {\n${all.join("")}} as const;\n`,
  ].join("\n");
}
