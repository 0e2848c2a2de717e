import type { ApiOperation } from "@flipdocs/contract";
import { expect, test } from "vitest";
import { partsOf, whoMay } from "./parts.ts";

const operation = (tag: string, security: ApiOperation["security"] = []): ApiOperation => ({
  operationId: tag,
  summary: tag,
  tags: [tag],
  parameters: [],
  responses: {},
  security,
});

test("operations stand under their headings, in the headings' order", () => {
  const [books, signIn] = [operation("Books"), operation("Signing in")];
  const parts = partsOf({
    openapi: "3.1.1",
    info: { title: "", version: "", description: "", license: {} },
    servers: [{ url: "/api" }],
    tags: [{ name: "Signing in" }, { name: "Books" }],
    paths: { "/v1/books": { get: books, post: books }, "/v1/auth/sign-in": { post: signIn } },
    components: { schemas: {}, securitySchemes: {} },
  });
  expect(parts).toEqual([
    {
      name: "Signing in",
      anchor: "signing-in",
      operations: [{ method: "POST", path: "/api/v1/auth/sign-in", operation: signIn }],
    },
    {
      name: "Books",
      anchor: "books",
      operations: [
        { method: "GET", path: "/api/v1/books", operation: books },
        { method: "POST", path: "/api/v1/books", operation: books },
      ],
    },
  ]);
});

test.each([
  [[], "Anybody."],
  [[{ session: [] }], "Whoever is signed in."],
  [[{}, { session: [] }], "Anybody, who sees what is open; with a session also what is theirs."],
  [[{}, { pass: [] }], "Whoever has the link, and has told its password where it has one."],
])("%j: %s", (security: ApiOperation["security"], words) => {
  expect(whoMay(operation("Books", security))).toBe(words);
});
