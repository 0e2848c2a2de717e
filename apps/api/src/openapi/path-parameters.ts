import type { JsonSchema } from "./schemas.ts";

const PARAMETERS: Record<string, { schema: JsonSchema; description: string }> = {
  id: { schema: { type: "string", format: "uuid" }, description: "The book's id" },
  share: { schema: { type: "string", format: "uuid" }, description: "The link's id" },
  n: { schema: { type: "integer", minimum: 1 }, description: "The page's number, from 1" },
  token: { schema: { type: "string", pattern: "^[A-Za-z0-9_-]{24}$" }, description: "What a link ends with" },
  session: { schema: { type: "string" }, description: "The session's name, as its list has it" },
};

/**
 * @param name as it stands in a route: `id` of `/v1/books/:id`
 * @returns what may stand there
 * @throws Error when nobody has said so
 */
export function pathParameter(name: string): JsonSchema {
  const parameter = PARAMETERS[name];
  if (!parameter) throw new Error(`Nothing says what :${name} is: add it to path-parameters.ts`);
  return { name, in: "path", required: true, ...parameter };
}
