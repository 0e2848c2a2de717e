import type { ArgDef, ClassDef, FunctionDef, ModuleDef, TypeRef } from "../src/module/types.ts";

const string: TypeRef = { kind: "STRING" };
const object = (name: string): TypeRef => ({ kind: "OBJECT", name });
const arg = (name: string, type: TypeRef, rest: Partial<ArgDef> = {}): ArgDef => ({
  name,
  type,
  description: "",
  required: !("defaultValue" in rest || "defaultPath" in rest),
  ...rest,
});
const fn = (name: string, description: string, returns: TypeRef, args: readonly ArgDef[] = []): FunctionDef => ({
  name,
  member: name,
  description,
  returns,
  args,
});
const checked = (name: string, description: string): FunctionDef => ({
  ...fn(name, description, { kind: "VOID" }),
  check: true,
});

const shop: ClassDef = {
  name: "Shop",
  properties: ["source"],
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
      arg("stage", { kind: "ENUM", name: "Stage" }, { description: "where to stop", defaultValue: "Runner" }),
      arg("platform", string, { required: false, description: "e.g. linux/amd64" }),
    ]),
    fn("hello", "Greets.", string, [
      arg("name", string, { description: "who" }),
      arg("times", { kind: "INTEGER" }, { defaultValue: 1 }),
      arg("loud", { kind: "BOOLEAN" }, { defaultValue: false }),
    ]),
    fn("publish", "Publishes.", { kind: "LIST", of: object("Published") }, [
      arg("registry", string),
      arg("token", object("Secret"), { required: false }),
      arg("tags", { kind: "LIST", of: string }, { required: false, description: "extra tags" }),
    ]),
    checked("lint", "Lints."),
    checked("red", "Always red."),
  ],
};

/** The types of the parity module, shortened: what a registration gives. */
export const shopTypes: ModuleDef = {
  objects: [
    shop,
    {
      name: "App",
      properties: ["source"],
      constructs: fn("", "", object("App")),
      functions: [
        fn("deps", "What it depends on.", object("Directory")),
        fn("runner", "The production image.", object("Container")),
        checked("size", "Stays small."),
      ],
    },
    {
      name: "Published",
      properties: ["name", "ref"],
      constructs: fn("", "", object("Published")),
      functions: [
        { ...fn("name", "Image name.", string), field: true },
        { ...fn("ref", "Reference by digest.", string), field: true },
      ],
    },
  ],
  enums: [
    {
      name: "Stage",
      members: [
        { name: "Deps", value: "deps" },
        { name: "Runner", value: "runner" },
      ],
    },
  ],
};
