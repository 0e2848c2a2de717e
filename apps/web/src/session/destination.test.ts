import { expect, test } from "vitest";
import { destination } from "./destination.ts";

test("goes to the path that was asked for", () => {
  expect(destination("/books/1?page=2")).toBe("/books/1?page=2");
});

test.each([
  undefined,
  ["/a", "/b"],
  "library",
  "https://evil.example",
  "//evil.example",
  "/\\evil.example",
  "//",
  "//a b",
  "/.//evil.example",
  "/..//evil.example",
  "/%2e//evil.example",
])("goes to the library instead of %s", (next) => {
  expect(destination(next)).toBe("/library");
});
