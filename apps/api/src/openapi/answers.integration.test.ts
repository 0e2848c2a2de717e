import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Sharing, startSharing } from "../../test/sharing.ts";
import type { Document } from "./document.ts";

let sharing: Sharing;
let token: string;
let document: Document;
let ajv: Ajv2020;

beforeAll(async () => {
  sharing = await startSharing("Tides");
  ({ token } = await sharing.link({ access: "unlisted", downloadable: true }));
  const answer = await fetch(`${sharing.replica.url}/v1/openapi.json`);
  document = JSON.parse(await answer.text(), closed);
  // Formats are for people here.
  ajv = new Ajv2020({ strict: false, validateFormats: false }).addSchema(document, "api");
});
afterAll(() => sharing.replica.stop());

/** Nothing may be in an answer that nobody has described. */
const closed = (_: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && "properties" in value && "type" in value
    ? { ...value, additionalProperties: false }
    : value;

type Described = { content?: Record<string, { schema?: { $ref?: string } }> };

/** What is wrong with an answer, by what the document says of it; undefined when nothing is. */
async function wrongWith(answer: Response, method: string, path: string): Promise<unknown> {
  const responses = document.paths[path]?.[method]?.responses as Record<string, Described>;
  const described = responses[answer.status];
  if (!described) return `${answer.status} is not described`;
  const type = answer.headers.get("content-type")?.split(";")[0];
  if (!described.content) return (await answer.text()) === "" ? undefined : "has a body";
  const as = described.content[type ?? ""];
  if (!as) return `${type} is not described`;
  if (!as.schema) return undefined;
  const validate = ajv.compile(as.schema.$ref ? { $ref: `api${as.schema.$ref}` } : as.schema);
  return validate(await answer.json()) ? undefined : validate.errors;
}

const CALLS: [status: number, method: string, path: string, body?: object | undefined, query?: string][] = [
  [200, "get", "/v1/openapi.json"],
  [200, "get", "/v1/auth/session"],
  [422, "post", "/v1/auth/sign-in", { email: "nobody", password: "" }],
  [401, "post", "/v1/auth/sign-in", { email: "nobody@flipdocs.test", password: "no such password" }],
  [200, "get", "/v1/account/sessions"],
  [404, "delete", "/v1/account/sessions/{session}"],
  [401, "post", "/v1/account/delete", { password: "not the password" }],
  [200, "get", "/v1/books"],
  [422, "get", "/v1/books", undefined, "?sort=none"],
  [200, "get", "/v1/books/public"],
  [200, "get", "/v1/books/deleted"],
  [400, "post", "/v1/books", {}],
  [200, "get", "/v1/books/{id}"],
  [200, "get", "/v1/books/{id}/cover"],
  [200, "patch", "/v1/books/{id}", { title: "Tides" }],
  [404, "post", "/v1/books/{id}/restore"],
  [200, "get", "/v1/books/{id}/contents"],
  [200, "get", "/v1/books/{id}/pages"],
  [200, "get", "/v1/books/{id}/pages/{n}/image"],
  [200, "get", "/v1/books/{id}/pages/{n}/image", undefined, "?width=240"],
  [202, "get", "/v1/books/{id}/pages/{n}/image", undefined, "?width=2400"],
  [200, "get", "/v1/books/{id}/pages/{n}/words"],
  [200, "get", "/v1/books/{id}/search", undefined, "?q=light"],
  [200, "get", "/v1/search", undefined, "?q=light"],
  [200, "get", "/v1/books/{id}/shares"],
  [201, "post", "/v1/books/{id}/shares", { access: "public" }],
  [422, "post", "/v1/books/{id}/shares", { access: "password" }],
  [404, "patch", "/v1/books/{id}/shares/{share}", { downloadable: true }],
  [404, "delete", "/v1/books/{id}/shares/{share}"],
  [200, "get", "/v1/shares/{token}"],
  [204, "post", "/v1/shares/{token}/open", { password: "" }],
  [200, "get", "/v1/shares/{token}/contents"],
  [200, "get", "/v1/shares/{token}/pages"],
  [200, "get", "/v1/shares/{token}/pages/{n}/image"],
  [200, "get", "/v1/shares/{token}/pages/{n}/words"],
  [200, "get", "/v1/shares/{token}/file"],
  [204, "post", "/v1/shares/{token}/views"],
  [200, "get", "/v1/shares/{token}/search", undefined, "?q=light"],
];

test.each(CALLS)("%i of %s %s is as described", async (status, method, path, body, query = "") => {
  const values: Record<string, string> = {
    id: sharing.book.id,
    n: "1",
    token,
    share: sharing.book.id,
    session: "none",
  };
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "") + query;
  const json = body ? { headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {};
  const answer = await sharing.owner.fetch(address, { method: method.toUpperCase(), ...json });
  expect([answer.status, await wrongWith(answer, method, path)]).toEqual([status, undefined]);
});

test("the document is not sent again to who has it", async () => {
  const document = (headers = {}) => fetch(`${sharing.replica.url}/v1/openapi.json`, { headers });
  const etag = (await document()).headers.get("etag") ?? "";
  expect((await document({ "if-none-match": etag })).status).toBe(304);
});
