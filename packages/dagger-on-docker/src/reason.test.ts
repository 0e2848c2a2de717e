import { expect, test } from "vitest";
import { reasonOf } from "./reason.ts";

test.each([
  ["ENOENT", "no such file or directory"],
  ["EACCES", "permission denied"],
  ["ENOEXEC", "exec format error"],
  ["ENOSPC", "the system's own words"],
  [undefined, "the system's own words"],
])("of %s it is said: %s", (code, words) => {
  expect(reasonOf(Object.assign(new Error("the system's own words"), { code }))).toBe(words);
});
