import { expect, test } from "vitest";
import { isForeign, originOf } from "./origin.ts";

const PASSED_ON = { host: "web:3000", "x-forwarded-host": "flipdocs.test:8443", "x-forwarded-proto": "https" };
const visitor = (headers: Record<string, string> = {}) => new Headers({ ...PASSED_ON, ...headers });

test("the site is where the visitor sees it", () => {
  expect(originOf(visitor())).toBe("https://flipdocs.test:8443");
  expect(originOf(new Headers({ host: "localhost:3000" }))).toBe("http://localhost:3000");
});

test.each([
  ["https://flipdocs.test:8443", false],
  ["http://flipdocs.test:8443", true],
  ["https://elsewhere.test", true],
  ["null", true],
])("a form from %s is foreign: %s", (origin, foreign) => {
  expect(isForeign(visitor({ origin }))).toBe(foreign);
});
