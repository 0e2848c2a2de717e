import { expect, test } from "vitest";
import { forwarded } from "./forwarded.ts";

test("passes on the session and the request's id, and nothing it does not know", () => {
  const visitor = new Headers({ cookie: "__Host-session=s", "x-request-id": "r1", authorization: "Basic x" });
  expect(forwarded(visitor)).toEqual({ cookie: "__Host-session=s", "x-request-id": "r1" });
});
