import type { InternalRoute } from "elysia";
import type { z } from "zod";
import { type Kind, Problem } from "../problems/problem.ts";
import type { Operation, Operations } from "./operation.ts";
import { pathParameter } from "./path-parameters.ts";
import { contractSchemas, type JsonSchema, schemaOf } from "./schemas.ts";

/** What the document is made of: Elysia's own list. */
export type Route = Pick<InternalRoute, "method" | "path"> & { hooks?: { body?: unknown } };

/** An OpenAPI document, as far as we look into it. */
export type Document = {
  openapi: string;
  paths: Record<string, Record<string, JsonSchema>>;
  components: { schemas: Record<string, JsonSchema> } & JsonSchema;
} & JsonSchema;

/** Under which heading what stands, by the first part of its path. */
const TAGS: Record<string, string> = {
  auth: "Signing in",
  account: "One's own account",
  books: "Books",
  search: "All books at once",
  shares: "What a link leads to",
  "openapi.json": "This description",
};

const SECURITY = {
  session: [{ session: [] }],
  reader: [{}, { session: [] }],
  link: [{}, { pass: [] }],
  anybody: [],
} as const;

const INTRODUCTION = `PDFs as books that people flip through and search.

What goes wrong is told as \`application/problem+json\` (RFC 9457): \`type\` names it, \`title\` and \`detail\` are for
people. Where an answer says \`Retry-After\`, come again after so many seconds. A request from another site's page that
changes something is refused. Pictures and files have an \`ETag\`: send it as \`If-None-Match\`, and what you have is not
sent again. Lists that go on say where: \`next\` is the \`after\` of the next request.`;

/**
 * Says what the API is, as OpenAPI 3.1: what each route takes from the route itself, and what else there is to say of it from
 * its feature's operations.
 *
 * @param routes all that there are; those below /v1 are described
 * @param operations by method and path
 * @param version of what answers
 * @returns the document
 * @throws Error that names the first route without an operation
 */
export function describeApi(routes: readonly Route[], operations: Operations, version: string): Document {
  const paths: Document["paths"] = {};
  const described = routes.filter(({ path }) => path.startsWith("/v1/"));
  for (const { method, path, hooks } of described) {
    const operation = operations[`${method} ${path}`];
    if (!operation) throw new Error(`Nothing says what ${method} ${path} is: add it to its feature's operations.ts`);
    const own = operationObject(path, operation, hooks?.body as z.ZodType | undefined);
    const templated = path.replace(/\/$/, "").replace(/:([^/]+)/g, "{$1}");
    paths[templated] = { ...paths[templated], [method.toLowerCase()]: own };
  }
  const bodies = described.flatMap(({ hooks }) => (hooks?.body ? [hooks.body as z.ZodType] : []));
  return {
    openapi: "3.1.1",
    info: { title: "FlipDocs", version, description: INTRODUCTION, license: { name: "MIT", identifier: "MIT" } },
    servers: [{ url: "/api" }],
    tags: Object.values(TAGS).map((name) => ({ name })),
    paths,
    components: {
      schemas: contractSchemas(bodies),
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "__Host-session", description: "Signing in sets it." },
        pass: { type: "apiKey", in: "cookie", name: "__Secure-share", description: "Opening a link sets it." },
      },
    },
  };
}

function operationObject(path: string, operation: Operation, body: z.ZodType | undefined): JsonSchema {
  const { id, summary, description, who, sends = [], form, answers, problems = [] } = operation;
  const inPath = Array.from(path.matchAll(/:([^/]+)/g), ([, name = ""]) => pathParameter(name));
  const others = sends.map(({ schema, ...sent }) => ({ ...sent, schema: schemaOf(schema) }));
  return {
    operationId: id,
    summary,
    ...(description ? { description } : {}),
    tags: [tagOf(path)],
    parameters: [...inPath, ...others],
    ...(body ? { requestBody: { required: true, content: { "application/json": { schema: schemaOf(body) } } } } : {}),
    ...(form
      ? { requestBody: { required: true, content: { "multipart/form-data": { schema: formSchema(form) } } } }
      : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, { description: says, has }]) => [
          status,
          { description: says, ...(has ? { content: contentOf(has) } : {}) },
        ]),
      ),
      ...problemResponses([...problems, ...(who === "session" ? (["signed-out"] as const) : [])]),
    },
    security: SECURITY[who],
  };
}

function tagOf(path: string): string {
  const tag = TAGS[path.split("/")[2] ?? ""];
  if (!tag) throw new Error(`Nothing says under which heading ${path} stands: add it to TAGS`);
  return tag;
}

const contentOf = (has: z.ZodType | readonly string[]): JsonSchema =>
  "parse" in has
    ? { "application/json": { schema: schemaOf(has) } }
    : Object.fromEntries(has.map((type) => [type, {}]));

const formSchema = (form: NonNullable<Operation["form"]>): JsonSchema => ({
  type: "object",
  properties: Object.fromEntries(Object.entries(form).map(([name, { schema }]) => [name, schema])),
  required: Object.entries(form).flatMap(([name, { required }]) => (required ? [name] : [])),
});

/** What goes wrong here, by status, with an example of each; and whatever goes wrong anywhere. */
function problemResponses(kinds: readonly Kind[]): JsonSchema {
  const problems = [...new Set(kinds)].map((kind) => new Problem(kind));
  const by = Object.groupBy(problems, ({ status }) => status);
  const responses = Object.entries(by).map(([status, same = []]) => [
    status,
    problemResponse(same.map(({ title }) => title).join("; or: "), same),
  ]);
  return { ...Object.fromEntries(responses), default: problemResponse("Any other problem", []) };
}

const problemResponse = (description: string, problems: readonly Problem[]): JsonSchema => ({
  description,
  content: {
    "application/problem+json": {
      schema: { $ref: "#/components/schemas/Problem" },
      ...(problems.length > 0
        ? { examples: Object.fromEntries(problems.map((problem) => [problem.kind, { value: problem.toShape() }])) }
        : {}),
    },
  },
});
