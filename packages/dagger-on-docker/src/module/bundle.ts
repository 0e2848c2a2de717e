import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The SDK's main file: modules without node_modules of their own get this one. */
export const sdkFile = createRequire(import.meta.url).resolve("@dagger.io/dagger");

const standIn = fileURLToPath(new URL("./sdk.ts", import.meta.url));

/** The SDK's own outer parts, by file, and the packages they use. */
const outerParts = /^\.+\/(connect|telemetry\/index|module\/entrypoint\/entrypoint)\.js$/;
const outerPackages = /^(graphql-request|node-color-log)$/;

/**
 * Bundles a module's files with the SDK's inner parts into one file that loads fast.
 *
 * @param files the module's sources
 * @param folder where `module.js` is written
 */
export async function bundleModule(files: readonly string[], folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const entry = join(folder, "entry.ts");
  const tsconfig = join(folder, "tsconfig.json");
  writeFileSync(entry, entryText(files));
  writeFileSync(tsconfig, JSON.stringify(compiled));
  const built = await Bun.build({
    entrypoints: [entry],
    target: "bun",
    tsconfig,
    plugins: [{ name: "dagger-sdk", setup: resolveSdk }],
    throw: false,
  });
  const [output] = built.outputs;
  if (!built.success || !output) throw new Error(`the module does not compile:\n${built.logs.map(String).join("\n")}`);
  writeFileSync(join(folder, "module.js"), await output.text());
}

/** How the SDK's decorators want a module compiled. */
export const compiled = {
  compilerOptions: { target: "ES2022", experimentalDecorators: true },
};

function entryText(files: readonly string[]): string {
  const sdk = dirname(sdkFile);
  return [
    ...files.map((file, index) => `export * as module${index} from ${JSON.stringify(file)};`),
    `export * as core from ${JSON.stringify(join(sdk, "api/client.gen.js"))};`,
    `export { Context } from ${JSON.stringify(join(sdk, "common/context.js"))};`,
    `export { globalConnection } from ${JSON.stringify(join(sdk, "common/graphql/connection.js"))};`,
    `export { answerWith, GraphQLClient } from ${JSON.stringify(standIn)};`,
  ].join("\n");
}

function resolveSdk(build: Bun.PluginBuilder): void {
  const sdk = dirname(sdkFile);
  build.onResolve({ filter: /^@dagger\.io\/dagger$/ }, () => ({ path: sdkFile }));
  build.onResolve({ filter: outerPackages }, () => ({ path: standIn }));
  build.onResolve({ filter: outerParts }, ({ importer }) => {
    // A module may have a connect.js of its own: only the SDK's files are meant.
    return relative(sdk, importer).startsWith("..") ? undefined : { path: standIn };
  });
}
