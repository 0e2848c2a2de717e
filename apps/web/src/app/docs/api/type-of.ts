import type { JsonSchema } from "@flipdocs/contract";

/** A piece of what a type is called: words, or the name of a shape that is described elsewhere on the page. */
export type Piece = string | { shape: string };

const SHAPES = "#/components/schemas/";

/**
 * What a schema allows, in a few words.
 *
 * @param schema - of the API's document
 * @returns the words, and the names of shapes among them
 */
export function typeOf(schema: JsonSchema): Piece[] {
  const { $ref, anyOf, enum: values, const: only, type, items, prefixItems, properties } = schema;
  if (typeof $ref === "string") return [{ shape: $ref.slice(SHAPES.length) }];
  if (Array.isArray(anyOf)) return joined(anyOf.map(typeOf), " or ");
  if (Array.isArray(values)) return [values.map((value) => JSON.stringify(value)).join(" or ")];
  if (only !== undefined) return [JSON.stringify(only)];
  if (Array.isArray(type)) return [type.join(" or ")];
  if (Array.isArray(prefixItems)) return ["[", ...joined(prefixItems.map(typeOf), ", "), "]"];
  if (type === "array" && typeof items === "object") return ["list of ", ...typeOf(items as JsonSchema)];
  if (properties) return [`{ ${Object.keys(properties).join(", ")} }`];
  if (schema.contentMediaType) return ["file"];
  return [limited(typeof type === "string" ? type : "anything", schema)];
}

function limited(name: string, schema: JsonSchema): string {
  const format = typeof schema.format === "string" && schema.format;
  const limits = [format, range(schema), lengths(schema)].filter(Boolean);
  return limits.length > 0 ? `${name} (${limits.join(", ")})` : name;
}

/** One field of an object: by its name, what it may be, and whether it has to be there. */
export interface Field {
  name: string;
  type: Piece[];
  required: boolean;
  description?: string;
}

/** The fields of an object; empty for what is none. */
export function fieldsOf({ properties, required }: JsonSchema): Field[] {
  const needed = new Set(Array.isArray(required) ? required : []);
  return Object.entries((properties ?? {}) as Record<string, JsonSchema>).map(([name, schema]) => ({
    name,
    type: typeOf(schema),
    required: needed.has(name),
    ...(typeof schema.description === "string" && { description: schema.description }),
  }));
}

const joined = (types: Piece[][], by: string): Piece[] =>
  types.flatMap((type, index) => (index > 0 ? [by, ...type] : type));

function range({ minimum, exclusiveMinimum, maximum: most }: JsonSchema): string | false {
  // Only whole numbers have one.
  const least = typeof exclusiveMinimum === "number" ? exclusiveMinimum + 1 : minimum;
  if (typeof least !== "number") return typeof most === "number" && `up to ${most}`;
  return typeof most === "number" ? `${least} to ${most}` : `from ${least}`;
}

function lengths({ minLength: least, maxLength: most }: JsonSchema): string | false {
  if (typeof most !== "number") return typeof least === "number" && `at least ${least} long`;
  return typeof least === "number" ? `${least} to ${most} long` : `up to ${most} long`;
}
