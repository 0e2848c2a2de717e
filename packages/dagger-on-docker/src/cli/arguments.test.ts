import { expect, test } from "vitest";
import type { ArgDef, TypeRef } from "../module/types.ts";
import { Address, type ArgFlag, argFlag } from "./arguments.ts";
import { Catalog } from "./catalog.ts";
import { shopTypes } from "./shop.fixture.ts";

const catalog = new Catalog("shop", shopTypes);

function flagFor(type: TypeRef, rest: Partial<ArgDef> = {}): ArgFlag {
  const flag = argFlag({ name: "theArg", type, description: "", ...rest }, catalog);
  if (!flag) throw new Error("no flag for this type");
  return flag;
}

const list = (of: TypeRef): TypeRef => ({ kind: "LIST", of });
const stage: TypeRef = { kind: "ENUM", name: "Stage" };

test.each([
  [{ kind: "STRING" }, "a", "a"],
  [{ kind: "INTEGER" }, "-12", -12],
  [{ kind: "INTEGER" }, "0x10", 16],
  [{ kind: "FLOAT" }, "1.5", 1.5],
  [{ kind: "BOOLEAN" }, "F", false],
  [stage, "deps", "Deps"],
  [stage, "RUNNER", "Runner"],
  [{ kind: "ENUM", name: "NetworkProtocol" }, "udp", "UDP"],
  [{ kind: "INPUT", name: "PortForward" }, "8080:80", { frontend: 8080, backend: 80 }],
  [list({ kind: "INTEGER" }), "1,2", [1, 2]],
  [list({ kind: "STRING" }), 'sh,-c,"echo a, b"', ["sh", "-c", "echo a, b"]],
] as const)("%j reads %s as %j", (type, text, value) => {
  const flag = flagFor(type);
  flag.set(text);
  expect(flag.value).toEqual(value);
});

test("a list grows with each flag", () => {
  const flag = flagFor(list({ kind: "STRING" }));
  flag.set("a,b");
  flag.set("c");
  expect(flag.value).toEqual(["a", "b", "c"]);
});

test("a folder is an address that leaves out what the argument ignores", () => {
  const flag = flagFor({ kind: "OBJECT", name: "Directory" }, { ignore: ["dagger"] });
  flag.set("./src");
  expect(flag.value).toEqual(new Address("Directory", "./src", ["dagger"]));
});

test.each([
  [{ kind: "INTEGER" }, "two", 'strconv.ParseInt: parsing "two": invalid syntax'],
  [{ kind: "BOOLEAN" }, "yes", 'strconv.ParseBool: parsing "yes": invalid syntax'],
  [stage, "nope", "value should be one of DEPS,RUNNER"],
  [{ kind: "OBJECT", name: "Directory" }, "", "directory address cannot be empty"],
  [{ kind: "INPUT", name: "PortForward" }, "80", 'portForward setting not in the form of frontend:backend: "80"'],
] as const)("%j refuses %j", (type, text, message) => {
  expect(() => flagFor(type).set(text)).toThrow(message);
});

test("objects of the module cannot be typed", () => {
  const app: ArgDef = { name: "app", type: { kind: "OBJECT", name: "App" }, description: "" };
  expect(argFlag(app, catalog)).toBeUndefined();
});

test.each([
  [{ kind: "STRING" }, '"x"', '"x"'],
  [{ kind: "INTEGER" }, "0", undefined],
  [{ kind: "BOOLEAN" }, "true", "true"],
  [stage, '"Runner"', "RUNNER"],
  [list({ kind: "STRING" }), '["a","b"]', "[a,b]"],
] as const)("the default of %j, %s, is shown as %s", (type, defaultValue, shown) => {
  expect(flagFor(type, { defaultValue }).shown).toBe(shown);
});
