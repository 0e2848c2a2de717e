import { expect, test } from "vitest";
import { Problem } from "../problems/problem.ts";
import { refuseForeignOrigin } from "./origin.ts";

const request = (headers: Record<string, string>, method = "POST") =>
  new Request("http://10.0.0.7:3001/v1/books", {
    method,
    headers: { host: "flipdocs.test:8080", ...headers },
  });

test.each([
  ["our own", { origin: "http://flipdocs.test:8080" }],
  ["our own, as the proxy tells it", { origin: "https://books.test", "x-forwarded-host": "books.test" }],
  ["none, from a program", {}],
])("lets through an origin that is %s", (_, headers) => {
  expect(() => refuseForeignOrigin(request(headers), undefined)).not.toThrow();
});

test.each([
  ["another site's", { origin: "https://elsewhere.test" }],
  ["another port's", { origin: "http://flipdocs.test:9090" }],
  ["a neighbour's", { origin: "http://evil.flipdocs.test:8080" }],
  ["a sandboxed frame's", { origin: "null" }],
])("refuses an origin that is %s", (_, headers) => {
  expect(() => refuseForeignOrigin(request(headers), undefined)).toThrow(Problem);
});

test("trusts the public origin alone when it is given", () => {
  const judge = (origin: string) => () => refuseForeignOrigin(request({ origin }), "https://flipdocs.example");
  expect(judge("https://flipdocs.example")).not.toThrow();
  expect(judge("http://localhost:8080")).toThrow(
    "It came from http://localhost:8080; this site is https://flipdocs.example.",
  );
});

test.each(["GET", "HEAD", "OPTIONS"])("does not mind where a %s comes from", (method) => {
  expect(() => refuseForeignOrigin(request({ origin: "https://elsewhere.test" }, method), undefined)).not.toThrow();
});
