import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ApiError } from "@/api/problem.ts";
import { isAway } from "./away.tsx";

test.each([0, 500, 502, 503])("an API that answers %i is away", (status) => {
  expect(isAway(new ApiError(status, ""))).toBe(true);
});

test.each([new ApiError(401, ""), new ApiError(404, ""), new Error("NEXT_REDIRECT")])("%s is an answer", (error) => {
  expect(isAway(error)).toBe(false);
});

// It would fail after the page that says so calmly was left behind. The masthead has an answer of its own.
test("no component asks by itself: pages do, and await it", () => {
  const source = join(import.meta.dirname, "..");
  const asking = globSync("**/*.tsx", { cwd: source }).filter((file) =>
    /^(export )?async function [A-Z]/m.test(readFileSync(join(source, file), "utf8")),
  );
  expect(asking).toEqual([join("session", "masthead.tsx")]);
});
