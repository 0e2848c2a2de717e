import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { propertiesOf } from "./properties.ts";

test("declared properties count, parameter properties do not", () => {
  const file = join(mkdtempSync(join(tmpdir(), "properties-")), "index.ts");
  writeFileSync(
    file,
    `export class Shop { private source: string; @func() name = ""; constructor(readonly extra: string) {} hello() {} }
     class Empty {}`,
  );
  expect(propertiesOf([file])).toEqual({ Shop: ["source", "name"], Empty: [] });
});
