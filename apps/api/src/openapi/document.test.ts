import { ApiDocument } from "@flipdocs/contract";
import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { createApp } from "../app.ts";
import type { Services } from "../services.ts";
import { describeApi } from "./document.ts";
import { operations } from "./operations.ts";

// Nothing is asked: only the routes are looked at.
const { routes } = createApp({ env: {}, clients: {}, redis: {} } as unknown as Services);
const document = describeApi(routes, operations, "v7");
const addressed = routes.filter(({ path }) => path.startsWith("/v1/")).map(({ method, path }) => ({ method, path }));
const described = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
);

test("it is an OpenAPI 3.1 document that a validator finds nothing wrong with", async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document));
  expect([valid, errors, validator.version]).toEqual([true, undefined, "3.1"]);
});

test("it is what the contract says that it is", () => {
  expect(ApiDocument.parse(document).info.version).toBe("v7");
});

test("all routes are in it, and nothing else", () => {
  const inRoutes = addressed.map(
    ({ method, path }) => `${method} ${path.replace(/:([^/]+)/g, "{$1}").replace(/\/$/, "")}`,
  );
  expect(described.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(inRoutes.sort());
  expect(Object.keys(operations).sort()).toEqual(addressed.map(({ method, path }) => `${method} ${path}`).sort());
});

test("a route that nobody has described is not passed over", () => {
  const route = { method: "GET", path: "/v1/new" };
  expect(() => describeApi([route], operations, "v7")).toThrow("GET /v1/new is: add it to its feature's operations.ts");
});

test("each operation has a name of its own", () => {
  const ids = described.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test("a body is what its route checks", () => {
  const { requestBody } = ApiDocument.parse(document).paths["/v1/books/{id}/shares"]?.post ?? {};
  expect(requestBody?.content["application/json"]?.schema).toEqual({ $ref: "#/components/schemas/NewShare" });
  expect(document.components.schemas.NewShare).toMatchObject({ type: "object", required: ["access"] });
});

test("whoever has to be signed in is told so, and what comes when they are not", () => {
  const { security, responses } = ApiDocument.parse(document).paths["/v1/books"]?.get ?? {};
  expect(security).toEqual([{ session: [] }]);
  expect(responses?.[401]?.content?.["application/problem+json"]).toMatchObject({
    schema: { $ref: "#/components/schemas/Problem" },
    examples: { "signed-out": { value: { type: "urn:flipdocs:problem:signed-out", status: 401 } } },
  });
});
