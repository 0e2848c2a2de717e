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
