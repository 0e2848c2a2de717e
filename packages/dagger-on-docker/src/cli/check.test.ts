import { expect, test } from "vitest";
import { shopTypes } from "../../test/shop.ts";
import { Catalog } from "./catalog.ts";
import { checksOf, selectChecks } from "./check.ts";

const checks = checksOf(new Catalog("shop", shopTypes), "shop");
const selected = (...words: string[]) => selectChecks(checks, words).map(({ name }) => name);

test("checks are found below functions that need no arguments", () => {
  expect(checks.map(({ name }) => name)).toEqual(["shop:lint", "shop:red", "shop:web:size"]);
});

test.each([
  [[], ["shop:lint", "shop:red", "shop:web:size"]],
  [["lint"], ["shop:lint"]],
  [
    ["shop:red", "lint"],
    ["shop:lint", "shop:red"],
  ],
  [["web"], ["shop:web:size"]],
  [["shop"], ["shop:lint", "shop:red", "shop:web:size"]],
])("%j selects %j", (words, names) => {
  expect(selected(...words)).toEqual(names);
});

test("a word that names no check is an error", () => {
  expect(() => selected("lin")).toThrow(`no check is named "lin": see 'dagger check -l'`);
});
