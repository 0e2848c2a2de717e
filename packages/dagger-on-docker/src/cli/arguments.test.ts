import { resolve } from "node:path";
import { expect, test } from "vitest";
import { shopTypes } from "../../test/shop.ts";
import type { ArgDef, TypeRef } from "../module/types.ts";
import { Address, addressStep, argFlag } from "./arguments.ts";
import { Catalog } from "./catalog.ts";
import type { Flag } from "./flags.ts";

const catalog = new Catalog("shop", shopTypes);

function flagFor(type: TypeRef, rest: Partial<ArgDef> = {}): Flag {
  const flag = argFlag({ name: "theArg", type, description: "", ...rest }, catalog);
  if (!flag) throw new Error("no flag for this type");
  return flag;
}

const list = (of: TypeRef): TypeRef => ({ kind: "LIST", of });
const stage: TypeRef = { kind: "ENUM", name: "Stage" };

test.each([
  [{ kind: "STRING" }, "a", "a"],
  [{ kind: "INTEGER" }, "-12", -12],
  [{ kind: "FLOAT" }, "1.5", 1.5],
  [{ kind: "BOOLEAN" }, "F", false],
  [{ kind: "BOOLEAN" }, "TRUE", true],
  [stage, "deps", "Deps"],
  [stage, "RUNNER", "Runner"],
  [{ kind: "ENUM", name: "ReturnType" }, "any", "ANY"],
  [{ kind: "INPUT", name: "PortForward" }, "8080:80", { frontend: 8080, backend: 80 }],
  [list({ kind: "INTEGER" }), "1,2", [1, 2]],
  [list({ kind: "STRING" }), "", []],
  [list({ kind: "STRING" }), 'sh,-c,"echo ""a"", b",', ["sh", "-c", 'echo "a", b', ""]],
] as const)("%j reads %s as %j", (type, text, value) => {
  expect(flagFor(type).read(text, undefined)).toEqual(value);
});

test("a list grows with each flag", () => {
  const { read } = flagFor(list({ kind: "STRING" }));
  expect(read("c", read("a,b", undefined))).toEqual(["a", "b", "c"]);
});

test.each([
  [{ kind: "INTEGER" }, "two", 'strconv.ParseInt: parsing "two": invalid syntax'],
  [{ kind: "INTEGER" }, "1.5", "strconv.ParseInt"],
  [{ kind: "FLOAT" }, "one", "strconv.ParseFloat"],
  [{ kind: "BOOLEAN" }, "yes", 'strconv.ParseBool: parsing "yes": invalid syntax'],
  [stage, "nope", "value should be one of DEPS,RUNNER"],
  [{ kind: "OBJECT", name: "Directory" }, "", "directory address cannot be empty"],
  [{ kind: "OBJECT", name: "Directory" }, "https://example.org/r.git", "needs a Dagger engine"],
  [{ kind: "OBJECT", name: "Directory" }, "example.org/somebody/r", "needs a Dagger engine"],
  [{ kind: "INPUT", name: "PortForward" }, "80", 'portForward setting not in the form of frontend:backend: "80"'],
  [list({ kind: "STRING" }), '"a"b,c', "parse error"],
  [list({ kind: "STRING" }), 'echo "a"', "parse error"],
] as const)("%j refuses %j", (type, text, message) => {
  expect(() => flagFor(type).read(text, undefined)).toThrow(message);
});

test("objects of the module cannot be typed", () => {
  const app: ArgDef = { name: "app", type: { kind: "OBJECT", name: "App" }, description: "" };
  expect(argFlag(app, catalog)).toBeUndefined();
});

test.each([
  [{ kind: "STRING" }, "x", '"x"'],
  [{ kind: "INTEGER" }, 0, undefined],
  [{ kind: "BOOLEAN" }, true, "true"],
  [stage, "Runner", "RUNNER"],
  [list({ kind: "STRING" }), ["a", "b"], "[a,b]"],
] as const)("the default of %j, %s, is shown as %s", (type, defaultValue, shown) => {
  expect(flagFor(type, { defaultValue }).shown).toBe(shown);
});

test.each([
  ["Container", "debian:trixie-slim", "from", { address: "debian:trixie-slim" }],
  ["CacheVolume", "npm", "cacheVolume", { key: "npm" }],
  ["File", "/a/b", "file", { path: "/a/b" }],
  ["Secret", "env:TOKEN", "secret", { uri: "env://TOKEN" }],
  ["Secret", "TOKEN", "secret", { uri: "env://TOKEN" }],
  ["Secret", "cmd://pass a:b", "secret", { uri: "cmd://pass a:b" }],
])("a %s from %s", (type, text, field, args) => {
  expect(addressStep(type, text)).toMatchObject({ type, field, args });
});

test("a folder starts at the working directory, and leaves out what is ignored", () => {
  const read = flagFor({ kind: "OBJECT", name: "Directory" }, { ignore: ["*.md"] }).read("./src", undefined);
  expect(read).toEqual(new Address(addressStep("Directory", resolve("src"), ["*.md"])));
});
