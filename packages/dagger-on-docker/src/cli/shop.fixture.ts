import type { ArgDef, FunctionDef, ModuleDef, TypeRef } from "../module/types.ts";

const string: TypeRef = { kind: "STRING" };
const object = (name: string): TypeRef => ({ kind: "OBJECT", name });
const arg = (name: string, type: TypeRef, rest: Partial<ArgDef> = {}): ArgDef => ({
  name,
  type,
  description: "",
  ...rest,
});
const fn = (name: string, description: string, returns: TypeRef, args: readonly ArgDef[] = []): FunctionDef => ({
  name,
  description,
  returns,
  args,
});
const checked = (name: string, description: string): FunctionDef => ({
  ...fn(name, description, { kind: "VOID", optional: true }),
  check: true,
});

const shop: ModuleDef["objects"][number] = {
  name: "Shop",
  description: "",
  fields: [],
  constructs: fn("", "", object("Shop"), [
    arg("source", object("Directory"), {
      description: "The repository.",
      defaultPath: "/",
      ignore: ["dagger"],
    }),
  ]),
  functions: [
    fn("web", "The web app.", object("App")),
    fn("buildWeb", "Builds the web image.", object("Container"), [
      arg("stage", { kind: "ENUM", name: "Stage" }, { description: "where to stop", defaultValue: '"Runner"' }),
      arg("platform", { ...string, optional: true }, { description: "e.g. linux/amd64" }),
    ]),
    fn("hello", "Greets.", string, [
      arg("name", string, { description: "who" }),
      arg("times", { kind: "INTEGER" }, { defaultValue: "1" }),
      arg("loud", { kind: "BOOLEAN" }, { defaultValue: "false" }),
    ]),
    fn("publish", "Publishes.", { kind: "LIST", of: object("Published") }, [
      arg("registry", string),
      arg("token", { ...object("Secret"), optional: true }),
      arg("tags", { kind: "LIST", of: string, optional: true }, { description: "extra tags" }),
    ]),
    checked("lint", "Lints."),
    checked("red", "Always red."),
  ],
};

/** The types of the parity module, shortened: what a registration gives. */
export const shopTypes: ModuleDef = {
  description: "Builds and ships the shop.",
  objects: [
    shop,
    {
      name: "App",
      description: "One app, in stages.",
      fields: [],
      functions: [
        fn("deps", "What it depends on.", object("Directory")),
        fn("runner", "The production image.", object("Container")),
        checked("size", "Stays small."),
      ],
    },
    {
      name: "Published",
      description: "One published image.",
      fields: [
        { name: "name", type: string, description: "Image name." },
        { name: "ref", type: string, description: "Reference by digest." },
      ],
      functions: [],
    },
  ],
  enums: [
    {
      name: "Stage",
      description: "Which stage to look at.",
      members: [
        { name: "Deps", value: "deps", description: "Dependencies only." },
        { name: "Runner", value: "runner", description: "The whole thing." },
      ],
    },
  ],
};
