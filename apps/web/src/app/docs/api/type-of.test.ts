import { expect, test } from "vitest";
import { fieldsOf, typeOf } from "./type-of.ts";

const BOOK = { $ref: "#/components/schemas/Book" };

test.each([
  [BOOK, [{ shape: "Book" }]],
  [{ type: "array", items: BOOK }, ["list of ", { shape: "Book" }]],
  [{ anyOf: [BOOK, { type: "null" }] }, [{ shape: "Book" }, " or ", "null"]],
  [{ type: "string", enum: ["ltr", "rtl"] }, ['"ltr" or "rtl"']],
  [{ type: "string", const: "drawing" }, ['"drawing"']],
  [{ type: "array", prefixItems: [{ type: "integer" }, BOOK] }, ["[", "integer", ", ", { shape: "Book" }, "]"]],
  [{ type: "object", properties: { x: {}, y: {} } }, ["{ x, y }"]],
  [{ type: ["string", "null"] }, ["string or null"]],
  [{ type: "string", contentMediaType: "application/pdf" }, ["file"]],
  [{ type: "string", format: "uuid" }, ["string (uuid)"]],
  [{ type: "integer", minimum: 1 }, ["integer (from 1)"]],
  [{ type: "integer", exclusiveMinimum: 0 }, ["integer (from 1)"]],
  [{ type: "integer", minimum: 1, maximum: 100 }, ["integer (1 to 100)"]],
  [{ type: "string", minLength: 8, maxLength: 72 }, ["string (8 to 72 long)"]],
  [{ type: "string", maxLength: 200 }, ["string (up to 200 long)"]],
  [{}, ["anything"]],
])("%j is said as %j", (schema, said) => {
  expect(typeOf(schema)).toEqual(said);
});

test("an object is its fields, and which have to be there", () => {
  const schema = {
    properties: { id: { type: "string" }, book: { ...BOOK, description: "Whose" } },
    required: ["id"],
  };
  expect(fieldsOf(schema)).toEqual([
    { name: "id", type: ["string"], required: true },
    { name: "book", type: [{ shape: "Book" }], required: false, description: "Whose" },
  ]);
  expect(fieldsOf({ type: "string" })).toEqual([]);
});
