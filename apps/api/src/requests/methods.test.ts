import { expect, test } from "vitest";
import { noRoute } from "./methods.ts";

const ROUTES = [
  { method: "POST", path: "/v1/books/" },
  { method: "GET", path: "/v1/books/" },
  { method: "DELETE", path: "/v1/books/:id" },
];

test.each([
  ["/v1/books", "GET, HEAD, POST"],
  ["/v1/books/", "GET, HEAD, POST"],
  ["/v1/books/1", "DELETE"],
])("%s can be asked by %s", (path, allow) => {
  const { status, headers } = noRoute(ROUTES, path).toResponse();
  expect([status, headers.get("allow")]).toEqual([405, allow]);
});

test.each(["/", "/v1/books/1/pages", "/v1/bookshelf"])("%s is not there", (path) => {
  expect(noRoute(ROUTES, path).status).toBe(404);
});
