import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { moduleDef, readTypes } from "./compile.ts";
import type { ArgDef, ClassDef, FunctionDef, ModuleDef } from "./types.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "flipdocs-types-")));
afterAll(() => rmSync(folder, { recursive: true }));

const source = `
import { argument, check, Container, Directory, field, func, object } from "@dagger.io/dagger";

export enum Stage { Deps = "deps", Runner = "runner" }

/** One image. */
@object()
export class Image {
  @func("ref") address: string = "";
  private secret: string = "";
}

@object()
export class Shop {
  source: Directory;
  constructor(@argument({ defaultPath: "/", ignore: ["**", "!*.md"] }) source: Directory) { this.source = source; }
  /**
   * Builds it.
   * @param stage where to stop
   */
  @func() build(stage: Stage = Stage.Runner, times = 2, who?: string): Container { throw new Error(); }
  @func("ship-it") ship(tags: string[], at = new Date().toString()): Image[] { return []; }
  @func() join(...names: string[]): string { return names.join(); }
  @func() from(@argument({ defaultAddress: "alpine" }) on: Container): boolean { return true; }
  /** Lints. */
  @func() @check() async lint(): Promise<void> {}
}
`;

describe("what is read of a module", () => {
  let def: ModuleDef;
  beforeAll(async () => {
    const file = join(folder, "src/index.ts");
    mkdirSync(join(folder, "src"));
    writeFileSync(file, source);
    def = await readTypes(
      { name: "shop", root: folder, source: folder, context: folder },
      [file],
      join(folder, "copy"),
    );
  });
  const classOf = (name: string): ClassDef => def.objects.find((object) => object.name === name) as ClassDef;
  const of = (name: string): FunctionDef =>
    classOf("Shop").functions.find((found) => found.name === name) as FunctionDef;
  const args = (name: string): readonly ArgDef[] => of(name).args;

  test("its enums, members by name and value", () => {
    const members = [
      { name: "Deps", value: "deps" },
      { name: "Runner", value: "runner" },
    ];
    expect(def.enums).toEqual([{ name: "Stage", members }]);
  });

  test("its main object's constructor, with where a folder comes from and what it leaves out", () => {
    const { constructs, properties } = classOf("Shop");
    const type = { kind: "OBJECT", name: "Directory" };
    const given = { defaultPath: "/", ignore: ["**", "!*.md"] };
    expect(constructs).toEqual({
      name: "",
      member: "",
      description: "",
      returns: { kind: "OBJECT", name: "Shop" },
      args: [{ name: "source", description: "", type, required: false, ...given }],
    });
    expect(properties).toEqual(["source"]);
  });

  test("a function, its defaults by the names that a command line has for them", () => {
    expect(of("build")).toMatchObject({ member: "build", description: "Builds it.", returns: { name: "Container" } });
    expect(of("build").check).toBeUndefined();
    expect(args("build")).toEqual([
      {
        name: "stage",
        description: "where to stop",
        type: { kind: "ENUM", name: "Stage" },
        required: false,
        defaultValue: "Runner",
      },
      { name: "times", description: "", type: { kind: "INTEGER" }, required: false, defaultValue: 2 },
      { name: "who", description: "", type: { kind: "STRING" }, required: false },
    ]);
  });

  test("an alias, lists, and a default that is the function's own affair", () => {
    const [tags, at] = args("ship-it");
    expect(of("ship-it")).toMatchObject({ member: "ship", returns: { kind: "LIST", of: { name: "Image" } } });
    expect(tags).toMatchObject({ type: { kind: "LIST", of: { kind: "STRING" } }, required: true });
    expect(at).toMatchObject({ name: "at", required: false });
    expect(at?.defaultValue).toBeUndefined();
  });

  test("a rest parameter, and an image that an argument comes from", () => {
    expect(args("join")).toMatchObject([{ name: "names", variadic: true, type: { kind: "LIST" } }]);
    expect(args("from")).toMatchObject([{ name: "on", required: false, defaultAddress: "alpine" }]);
  });

  test("a check", () => {
    expect(of("lint")).toMatchObject({ check: true, description: "Lints.", returns: { kind: "VOID" } });
  });

  test("a field by its alias; a private property travels and is nobody's to ask for", () => {
    const { functions, properties } = classOf("Image");
    expect(functions).toMatchObject([{ name: "ref", member: "address", field: true, returns: { kind: "STRING" } }]);
    expect(properties).toEqual(["address", "secret"]);
  });
});

test.each([
  [{}, "it has no types: is its main class an @object()?"],
  [{ Foreign: {} }, "the interface Foreign is for modules that use other modules: it needs a Dagger engine"],
])("a module without objects, with the interfaces %j, is told", (interfaces, message) => {
  expect(() => moduleDef({ objects: {}, enums: {}, interfaces })).toThrow(message);
});
