import { copyFileSync, cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { ArgDef, ClassDef, EnumDef, FunctionDef, ModuleDef, ModuleSource, TypeKind, TypeRef } from "./types.ts";

/** The SDK's main file and folder: modules without node_modules of their own get this one. */
const sdkFile = createRequire(import.meta.url).resolve("@dagger.io/dagger");
const sdk = dirname(sdkFile);

/** What the SDK's introspector tells, as far as it is used here. */
interface Scanned {
  readonly objects: Named<{
    readonly name: string;
    readonly _constructor?: { readonly arguments: Named<ScannedArg> };
    readonly methods: Named<
      ScannedMember & { returnType: ScannedType; arguments: Named<ScannedArg>; isCheck: boolean }
    >;
    readonly properties: Named<ScannedMember & { readonly type: ScannedType; readonly isExposed: boolean }>;
  }>;
  readonly enums: Named<{ readonly name: string; readonly values: Named<EnumDef["members"][number]> }>;
  readonly interfaces: Named<unknown>;
}
type Named<T> = Readonly<Record<string, T>>;
type ScannedMember = { readonly name: string; readonly alias?: string; readonly description: string };
type ScannedType = { readonly kind: string; readonly name?: string; readonly typeDef?: ScannedType };
type ScannedArg = Omit<ArgDef, "type"> & {
  readonly type: ScannedType;
  readonly isOptional: boolean;
  readonly isVariadic: boolean;
};

/**
 * Reads a module's types by the SDK's own introspection.
 *
 * @param files the module's sources
 * @param folder where a copy of them is laid out as it wants them; removed at the end
 * @throws with the SDK's words when the module cannot be understood
 */
export async function readTypes(source: ModuleSource, files: readonly string[], folder: string): Promise<ModuleDef> {
  const { scan } = await import(join(sdk, "module/introspector/index.js"));
  const copyOf = (file: string) => join(folder, relative(source.source, file));
  for (const file of files) cpSync(file, copyOf(file));
  mkdirSync(join(folder, "node_modules/@dagger.io"), { recursive: true });
  symlinkSync(join(sdk, "../.."), join(folder, "node_modules/@dagger.io/dagger"));
  copyFileSync(join(sdk, "api/client.gen.d.ts"), join(folder, "client.gen.ts"));
  try {
    return moduleDef(await scan([...files.map(copyOf), join(folder, "client.gen.ts")], source.name, false));
  } catch (error) {
    throw new Error(`the module "${source.name}" does not load: ${(error as Error).message}`, { cause: error });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the SDK reads as it would register it with an engine. */
export function moduleDef({ objects, enums, interfaces }: Scanned): ModuleDef {
  const [foreign] = Object.keys(interfaces);
  if (foreign)
    throw new Error(`the interface ${foreign} is for modules that use other modules: it needs a Dagger engine`);
  const members = Object.values(enums).map(({ name, values }) => ({
    name,
    members: Object.values(values).map(({ name, value }) => ({ name, value })),
  }));
  const argsOf = (args: Named<ScannedArg>) => Object.values(args).map((arg) => argDef(arg, members));
  const classes = Object.values(objects).map((object): ClassDef => {
    const methods = Object.values(object.methods).map((method) => ({
      ...functionDef(method, method.returnType),
      args: argsOf(method.arguments),
      ...(method.isCheck && { check: true }),
    }));
    const properties = Object.values(object.properties);
    const fields = properties.filter(({ isExposed }) => isExposed);
    return {
      name: object.name,
      constructs: {
        ...functionDef({ name: "", description: "" }, { kind: "OBJECT", name: object.name }),
        args: argsOf(object._constructor?.arguments ?? {}),
      },
      functions: [...fields.map((field) => ({ ...functionDef(field, field.type), field: true })), ...methods],
      properties: properties.map(({ name }) => name),
    };
  });
  if (!classes.length) throw new Error("it has no types: is its main class an @object()?");
  return { objects: classes, enums: members };
}

function functionDef({ name, alias, description }: ScannedMember, returns: ScannedType): FunctionDef {
  return { name: alias ?? name, member: name, description, returns: typeRef(returns), args: [] };
}

/** A default that is no plain value is left to the function itself. */
function argDef({ isOptional, isVariadic, ...arg }: ScannedArg, enums: readonly EnumDef[]): ArgDef {
  const { name, description, defaultPath, defaultAddress, ignore } = arg;
  const type = typeRef(arg.type);
  const plain = /^(STRING|INTEGER|FLOAT|BOOLEAN|ENUM)$/.test(type.kind) ? arg.defaultValue : undefined;
  const member = enums.find((found) => found.name === type.name)?.members.find(({ value }) => value === plain);
  return {
    name,
    description,
    type,
    required: !isOptional && arg.defaultValue === undefined && !defaultPath && !defaultAddress,
    ...(plain !== undefined && { defaultValue: member?.name ?? plain }),
    ...(defaultPath && { defaultPath }),
    ...(defaultAddress && { defaultAddress }),
    ...(ignore && { ignore }),
    ...(isVariadic && { variadic: true }),
  };
}

/** Kinds go by two names, `STRING_KIND` and `STRING`. */
function typeRef({ kind, name, typeDef }: ScannedType): TypeRef {
  return {
    kind: kind.replace("_KIND", "") as TypeKind,
    ...(name && { name }),
    ...(typeDef && { of: typeRef(typeDef) }),
  };
}

/**
 * Bundles a module's files with the SDK's inner parts into one file that loads fast.
 *
 * @param folder where `module.js` is written
 */
export async function bundle(files: readonly string[], folder: string): Promise<void> {
  const entry = join(folder, "entry.ts");
  const tsconfig = join(folder, "tsconfig.json");
  const from = (names: string, file: string) => `export ${names} from ${JSON.stringify(file)};`;
  const lines = [
    ...files.map((file, index) => from(`* as module${index}`, file)),
    from("* as core", join(sdk, "api/client.gen.js")),
    from("{ Context }", join(sdk, "common/context.js")),
    from("{ globalConnection }", join(sdk, "common/graphql/connection.js")),
    from("{ answerWith, GraphQLClient }", standIn),
  ];
  writeFileSync(entry, lines.join("\n"));
  // How the SDK's decorators want a module compiled.
  writeFileSync(tsconfig, '{"compilerOptions":{"target":"ES2022","experimentalDecorators":true}}');
  const plugins = [{ name: "dagger-sdk", setup: resolveSdk }];
  const built = await Bun.build({ entrypoints: [entry], target: "bun", tsconfig, plugins, throw: false });
  const [output] = built.outputs;
  if (!output) throw new Error(`the module does not compile:\n${built.logs.map(String).join("\n")}`);
  writeFileSync(join(folder, "module.js"), await output.text());
}

const standIn = fileURLToPath(new URL("./sdk.ts", import.meta.url));

/** The SDK's outer parts, and the packages they use, are replaced by sdk.ts. */
function resolveSdk(build: Bun.PluginBuilder): void {
  build.onResolve({ filter: /^@dagger\.io\/dagger$/ }, () => ({ path: sdkFile }));
  build.onResolve({ filter: /^(graphql-request|node-color-log)$/ }, () => ({ path: standIn }));
  build.onResolve({ filter: /^\.+\/(connect|telemetry\/index|module\/entrypoint\/entrypoint)\.js$/ }, ({ importer }) =>
    // A module may have a connect.js of its own: only the SDK's files are meant.
    importer.startsWith(`${sdk}/`) ? { path: standIn } : undefined,
  );
}
