import { expect, test } from "vitest";
import { createLog, describe } from "./log.ts";

test("writes one JSON object a line, with its level and its facts", () => {
  const lines: string[] = [];
  createLog((line) => lines.push(line)).warn("two\nlines", { book: "b1", pages: undefined });
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain("\n");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "warn", message: "two\nlines", book: "b1" });
});

test("tells an error with its causes", () => {
  const error = new Error("no book", { cause: new TypeError("no page") });
  expect(describe(error)).toBe("Error: no book (because TypeError: no page)");
});
