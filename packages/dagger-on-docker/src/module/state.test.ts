import { expect, test } from "vitest";
import type { Runtime } from "./runtime.ts";
import { dehydrate, hydrate } from "./state.ts";

class Directory {
  constructor(private readonly key: string) {}
  async id() {
    return this.key;
  }
}

class App {
  source = new Directory("Directory@1");
  note: string | undefined = undefined;
  private readonly log = () => "never travels";
  constructor(readonly names: readonly string[]) {}
  greet() {
    return `${this.names.join()} ${typeof this.log}`;
  }
}

const runtime = {
  nameOf: (value: object) => (value instanceof App ? "App" : undefined),
  classOf: (name: string) => (name === "App" ? App : undefined),
  coreTypeOf: (value: object) => (value instanceof Directory ? "Directory" : undefined),
  coreObject: (type: string, id: string) => ({ type, id }),
} as unknown as Runtime;

const properties = { App: ["source", "note", "log", "names"] };

test("an object travels by its fields: core objects as ids, functions and nothing not at all", async () => {
  expect(await dehydrate(new App(["a"]), runtime, properties)).toEqual({
    object: "App",
    fields: { names: ["a"], source: { core: "Directory", id: "Directory@1" } },
  });
});

test("a property that the class does not declare is refused, as by the engine", async () => {
  const app = Object.assign(new App([]), { extra: 1 });
  await expect(dehydrate(app, runtime, properties)).rejects.toThrow("could not find result property extra");
});

test("back in the module it has its methods again, without its constructor having run", async () => {
  const app = hydrate(await dehydrate(new App(["a", "b"]), runtime, properties), runtime) as App;
  expect(app).toBeInstanceOf(App);
  expect(app.greet()).toBe("a,b undefined");
  expect(app.source).toEqual({ type: "Directory", id: "Directory@1" });
});

test("plain values and lists stay what they are", async () => {
  const value = [{ key: "a", value: 1 }, null, true];
  expect(hydrate(await dehydrate(value, runtime, properties), runtime)).toEqual(value);
});
