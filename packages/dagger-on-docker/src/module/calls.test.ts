import { expect, test } from "vitest";
import { ModuleCalls } from "./calls.ts";
import type { Bundle, LoadedModule } from "./load.ts";
import type { FunctionDef } from "./types.ts";

class Directory {
  readonly key: string;
  constructor(from: { readonly key: string }) {
    this.key = from.key;
  }
  async id() {
    return this.key;
  }
}

class App {
  source = new Directory({ key: "Directory@1" });
  note: string | undefined = undefined;
  private readonly log = () => "never travels";
  constructor(readonly names: readonly string[]) {}
  greet() {
    return `${this.names.join()} ${typeof this.log}`;
  }
  rest(first: string, ...others: string[]) {
    return [first, ...others];
  }
}

class Context {
  selectNode(key: string) {
    return { key };
  }
}

const bundle: Bundle = { core: { Directory }, Context, exports: { App } };
const def = { objects: [{ name: "App", properties: ["source", "note", "log", "names"] }], enums: [] };
const calls = new ModuleCalls({ def } as unknown as LoadedModule, bundle, async (core, id) => ({ core, id }));
const text = { kind: "STRING" } as const;
const fn: FunctionDef = { name: "say", member: "greet", description: "", returns: text, args: [] };

test("an object travels by its fields: core objects as ids, functions and nothing not at all", async () => {
  expect(await calls.dehydrate(new App(["a"]))).toEqual({
    object: "App",
    fields: { names: ["a"], source: { core: "Directory", id: "Directory@1" } },
  });
});

test("a property that the class does not declare is refused, as by the engine", async () => {
  const app = Object.assign(new App([]), { extra: 1 });
  await expect(calls.dehydrate(app)).rejects.toThrow("could not find result property extra");
});

test("back in the module it has its methods again, without its constructor having run", async () => {
  const app = calls.hydrate(await calls.dehydrate(new App(["a", "b"]))) as App;
  expect(app).toBeInstanceOf(App);
  expect(app.greet()).toBe("a,b undefined");
  expect(app.source).toEqual(new Directory({ key: "Directory@1" }));
});

test("plain values and lists stay what they are", async () => {
  const value = [{ key: "a", value: 1 }, null, true];
  expect(calls.hydrate(await calls.dehydrate(value))).toEqual(value);
});

test("a function is called by its member's name, whatever its alias", async () => {
  expect(await calls.call({ object: "App", fields: { names: ["a"] } }, fn, {})).toBe("a undefined");
});

test("an aliased field is read by its member's name, and is nothing where it was never set", async () => {
  const field = { ...fn, name: "people", member: "names", field: true };
  expect(await calls.call({ object: "App", fields: { names: ["a"] } }, field, {})).toEqual(["a"]);
  expect(await calls.call({ object: "App", fields: {} }, field, {})).toBeNull();
});

test("a rest parameter gets its items one by one, and may get none", async () => {
  const others = { name: "others", type: { kind: "LIST", of: text }, description: "", variadic: true } as const;
  const args = [{ name: "first", type: text, description: "" }, others];
  const rest: FunctionDef = { ...fn, member: "rest", args, returns: { kind: "LIST", of: text } };
  const app = { object: "App", fields: {} };
  expect(await calls.call(app, rest, { first: "a", others: ["b", "c"] })).toEqual(["a", "b", "c"]);
  expect(await calls.call(app, rest, { first: "a" })).toEqual(["a"]);
});

const located: unknown[] = [];
const shop = new ModuleCalls(
  {
    name: "shop",
    root: "/repository/ci",
    context: "/repository",
    def: { objects: [], enums: [{ name: "Stage", members: [{ name: "Deps", value: "deps" }] }] },
  } as unknown as LoadedModule,
  {
    ...bundle,
    exports: {
      Shop: class {
        constructor(readonly given: unknown[]) {}
        tell(...given: unknown[]) {
          return given.map((one) => (one instanceof Directory ? one.key : one));
        }
        half() {
          return 0.5;
        }
      },
    },
  },
  async (core, address, ignore) => {
    located.push([core, address, ignore]);
    return { core: "Directory", id: address };
  },
);
const self = { object: "Shop", fields: {} };
const told: FunctionDef = { ...fn, member: "tell", returns: { kind: "LIST", of: text } };
const arg = (name: string, more: object) => ({ name, type: text, description: "", ...more });

test.each([
  ["/docs", "/repository/docs"],
  ["docs", "/repository/ci/docs"],
])("an argument that is not given comes from its default path: %s is %s", async (defaultPath, path) => {
  const type = { kind: "OBJECT", name: "Directory" } as const;
  located.length = 0;
  const args = [arg("source", { type, defaultPath, ignore: ["**"] })];
  expect(await shop.call(self, { ...told, args }, {})).toEqual([path]);
  expect(located).toEqual([["Directory", path, ["**"]]]);
});

test("an argument that is not given comes from its default image, or is its default value", async () => {
  const type = { kind: "OBJECT", name: "Container" } as const;
  const args = [arg("on", { type, defaultAddress: "alpine" }), arg("times", { defaultValue: "2" }), arg("who", {})];
  expect(await shop.call(self, { ...told, args }, {})).toEqual(["alpine", "2", null]);
  expect(located.at(-1)).toEqual(["Container", "alpine", []]);
});

test("an enum's members go in as values and come out as names, in lists too", async () => {
  const stage = { kind: "ENUM", name: "Stage" } as const;
  const list = { kind: "LIST", of: stage } as const;
  const one = { ...told, args: [arg("stage", { type: stage })] };
  expect(await shop.call(self, one, { stage: "Deps" })).toEqual(["deps"]);
  expect(await shop.call(self, { ...one, returns: list }, { stage: "Deps" })).toEqual(["Deps"]);
  const many = { ...told, args: [arg("stages", { type: list, variadic: true })] };
  expect(await shop.call(self, many, { stages: ["Deps"] })).toEqual(["deps"]);
});

test("a number that is no integer is refused where one is promised, and taken where not", async () => {
  const half = (kind: "INTEGER" | "FLOAT") => shop.call(self, { ...fn, member: "half", returns: { kind } }, {});
  await expect(half("INTEGER")).rejects.toThrow("cannot return float '0.5' if return type is 'number' (integer)");
  expect(await half("FLOAT")).toBe(0.5);
});

test("what the module does not export is told by name", async () => {
  await expect(shop.call(self, { ...fn, member: "nope" }, {})).rejects.toThrow("export the class of nope()");
  const constructs = { ...fn, returns: { kind: "OBJECT", name: "Other" } } as const;
  await expect(shop.construct(constructs, {})).rejects.toThrow("does not export its main class Other");
  expect(() => shop.hydrate({ core: "Changeset", id: "x" })).toThrow("the SDK of the module has no Changeset");
});

test("the main object is made by its constructor, with its arguments", async () => {
  const constructs: FunctionDef = { ...fn, returns: { kind: "OBJECT", name: "Shop" }, args: [arg("given", {})] };
  expect(await shop.construct(constructs, { given: ["a"] })).toEqual({ object: "Shop", fields: { given: ["a"] } });
});
