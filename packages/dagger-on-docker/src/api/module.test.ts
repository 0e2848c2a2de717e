import { expect, test } from "vitest";
import { Graph, root, type Step, step } from "../graph.ts";
import { ModuleTypes } from "../module/types.ts";
import type { Session } from "../session.ts";
import { moduleFields } from "./module.ts";

/** A chain as the SDK sends it: fields and their arguments; what is given is an object's id already. */
type Chain = readonly (readonly [field: string, args?: Step["args"]])[];

function recorder() {
  const types = new ModuleTypes();
  const session = { types } as unknown as Session;
  const graph: Graph<Session> = new Graph(moduleFields, session);
  Object.assign(session, { graph });
  const made = (type: string, chain: Chain): Step => {
    let last = root;
    for (const [field, args = {}] of chain) last = step(last, type, field, args);
    return last;
  };
  return {
    types,
    id: (type: string, ...chain: Chain) => graph.remember(made(type, chain)),
    ask: (type: string, chain: Chain, field: string, args = {}) => graph.ask(made(type, chain), field, args),
  };
}

test("the SDK is told that it registers, and the module's name", async () => {
  const { types, ask } = recorder();
  types.name = "shop";
  expect(await ask("FunctionCall", [["currentFunctionCall"]], "parentName")).toBe("");
  expect(await ask("CurrentModule", [["currentModule"]], "name")).toBe("shop");
});

test("a registration becomes a table of types", async () => {
  const { types, id, ask } = recorder();
  const string = id("TypeDef", ["typeDef"], ["withKind", { kind: "STRING_KIND" }]);
  const optional = id(
    "TypeDef",
    ["typeDef"],
    ["withKind", { kind: "STRING_KIND" }],
    ["withOptional", { optional: true }],
  );
  const folder = id("TypeDef", ["typeDef"], ["withObject", { name: "Directory", description: "" }]);
  const tags = id("TypeDef", ["typeDef"], ["withListOf", { elementType: string }]);
  const constructs = id(
    "Function",
    ["function", { name: "", returnType: id("TypeDef", ["typeDef"], ["withObject", { name: "Shop" }]) }],
    ["withArg", { name: "source", typeDef: folder, description: "Files.", defaultPath: "/", ignore: ["dagger"] }],
  );
  const hello = id(
    "Function",
    ["function", { name: "hello", returnType: tags }],
    ["withDescription", { description: "Greets." }],
    ["withSourceMap", { sourceMap: "" }],
    ["withArg", { name: "name", typeDef: optional, description: "", defaultPath: "", ignore: [] }],
    ["withArg", { name: "times", typeDef: string, description: "", defaultValue: "1" }],
    ["withCachePolicy", { policy: "Never" }],
    ["withCheck"],
  );
  const shop = id(
    "TypeDef",
    ["typeDef"],
    ["withObject", { name: "Shop", description: "Sells." }],
    ["withFunction", { function: hello }],
    ["withField", { name: "ref", typeDef: string, description: "A ref." }],
    ["withConstructor", { function: constructs }],
  );
  const stage = id(
    "TypeDef",
    ["typeDef"],
    ["withEnum", { name: "Stage", description: "Where." }],
    ["withEnumMember", { name: "Deps", value: "deps", description: "First." }],
  );
  const module = id(
    "Module",
    ["module"],
    ["withDescription", { description: "About." }],
    ["withObject", { object: shop }],
    ["withEnum", { enum: stage }],
  );
  await ask("FunctionCall", [["currentFunctionCall"]], "returnValue", { value: JSON.stringify(module) });

  expect(types.registered).toEqual({
    description: "About.",
    objects: [
      {
        name: "Shop",
        description: "Sells.",
        fields: [{ name: "ref", type: { kind: "STRING" }, description: "A ref." }],
        functions: [
          {
            name: "hello",
            description: "Greets.",
            returns: { kind: "LIST", of: { kind: "STRING" } },
            cache: "Never",
            check: true,
            args: [
              { name: "name", description: "", type: { kind: "STRING", optional: true } },
              { name: "times", description: "", type: { kind: "STRING" }, defaultValue: "1" },
            ],
          },
        ],
        constructs: {
          name: "",
          description: "",
          returns: { kind: "OBJECT", name: "Shop" },
          args: [
            {
              name: "source",
              description: "Files.",
              type: { kind: "OBJECT", name: "Directory" },
              defaultPath: "/",
              ignore: ["dagger"],
            },
          ],
        },
      },
    ],
    enums: [
      {
        name: "Stage",
        description: "Where.",
        members: [{ name: "Deps", value: "deps", description: "First." }],
      },
    ],
  });
});

test("a module that registered nothing is an error", () => {
  expect(() => recorder().types.registered).toThrow("registered no types");
});

test("interfaces need an engine", async () => {
  await expect(recorder().ask("Module", [["module"]], "withInterface", { iface: "" })).rejects.toThrow(
    "need a Dagger engine",
  );
});
