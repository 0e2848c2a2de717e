import { expect, test } from "vitest";
import { atWork, nameCommands, workOf } from "./asked.ts";
import type { LoadedModule } from "./load.ts";

test("a main object's function begins the work, another object's goes on with it", () => {
  const before = { main: "web", other: "runner" };
  expect(workOf("my-shop", "MyShop", "build", before)).toEqual({ main: "build" });
  expect(workOf("my-shop", "App", "deps", before)).toEqual({ main: "web", other: "deps" });
});

class Context {
  selectNode() {}
  select(operation: string): string {
    return operation;
  }
}

class App {
  async install() {
    await undefined;
    return new Context().select("withExec");
  }
  base() {
    return new Context().select("from");
  }
}

class Shop {
  build() {
    return new App().install();
  }
}

test("a command carries the functions that ask for it; other fields and other callers carry nothing", async () => {
  const objects = [
    { name: "Shop", functions: [{ name: "build", member: "build" }] },
    {
      name: "App",
      functions: [
        { name: "deps", member: "install" },
        { name: "base", member: "base" },
      ],
    },
  ];
  const module = { name: "shop", def: { objects } } as unknown as LoadedModule;
  nameCommands({ core: {}, Context, exports: { App, Shop } }, module);
  expect(await new Shop().build()).toBe("build__deps: withExec");
  expect(await atWork.run({ main: "web" }, () => new App().install())).toBe("web__deps: withExec");
  expect(new App().base()).toBe("from");
  expect(new Context().select("withExec")).toBe("withExec");
});
