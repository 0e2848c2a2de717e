import * as contract from "@flipdocs/contract";
import { z } from "zod";

/** A JSON Schema (2020-12), as OpenAPI 3.1 has it. */
export type JsonSchema = Record<string, unknown>;

const LOCAL = "#/components/schemas/";

const named = z.registry<{ id: string }>();
const names = new Map<z.ZodType, string>();
for (const [name, value] of Object.entries(contract)) {
  if (!(value instanceof z.ZodType)) continue;
  named.add(value, { id: name });
  names.set(value, name);
}

/**
 * @param bodies what is sent to us: of these it is said what may come, of all others what goes out
 * @returns every shape of the contract, by its name
 */
export function contractSchemas(bodies: readonly z.ZodType[]): Record<string, JsonSchema> {
  const all = (io: "input" | "output") =>
    z.toJSONSchema(named, { uri: (id) => LOCAL + id, io, override: ({ jsonSchema }) => tidied(jsonSchema) }).schemas;
  const [incoming, outgoing] = [all("input"), all("output")];
  const sent = new Set(bodies.map((body) => names.get(body)));
  const entries = [...names.values()].sort().map((name) => [name, plain((sent.has(name) ? incoming : outgoing)[name])]);
  return Object.fromEntries(entries);
}

/**
 * @param schema of the contract, or any other
 * @returns a reference to it where it has a name, else itself
 */
export function schemaOf(schema: z.ZodType): JsonSchema {
  const name = names.get(schema);
  return name
    ? { $ref: LOCAL + name }
    : plain(z.toJSONSchema(schema, { io: "input", override: ({ jsonSchema }) => tidied(jsonSchema) }));
}

// What is said once for all of the document.
const plain = ({ $schema, $id, ...schema }: JsonSchema = {}): JsonSchema => schema;

function tidied(schema: JsonSchema): void {
  // What comes may have more in it some day, and is no other version for that.
  if (schema.additionalProperties === false) delete schema.additionalProperties;
  // The format says it in a word.
  if (schema.format) delete schema.pattern;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}
