import { describe, expect, test } from "vitest";
import { cleanPath, PatternList, readGlob } from "./patterns.ts";

const matched = (patterns: string[], path: string): boolean => new PatternList(patterns).matches(path);

describe("a list of patterns", () => {
  for (const [patterns, path, expected] of [
    [["*.js"], "a.js", true],
    [["*.js"], "s/a.js", false],
    [["**/*.js"], "a.js", true],
    [["**/*.js"], "s/t/a.js", true],
    [["src"], "src/a/b", true],
    [["src/"], "src/a", true],
    [["./src"], "src/a", true],
    [["/src"], "src/a", false],
    [["src/*"], "src/x/deep", true],
    [["a?c"], "abc", true],
    [["[a-c]x"], "bx", true],
    [["a.c"], "abc", false],
    [["{a,b}"], "a", false],
    [["**", "!src/b.js"], "src/b.js", false],
    [["*", "!src"], "src/a", false],
    [["src", "!src/keep", "src/keep/not"], "src/keep/not", true],
    [["src", "!src/keep"], "src/keep", false],
    [["!src", "src"], "src", true],
    [["  src  ", ""], "src", true],
    [["! src"], "src", false],
    [["src", "! src/keep"], "src/keep", false],
    [["a\\*c"], "a*c", true],
    [["a\\*c"], "abc", false],
    [["a\\"], "a\\", true],
    [["**c"], "a/c", true],
    [["**c"], "a/bc", false],
    [["a**/c"], "ab/c", true],
    [["a**x"], "abx", false],
    [["[^a]"], "b", true],
    [["?"], "\u{1f389}", true],
    [["a*b"], "a\nb", true],
    [["a+(b)"], "a+(b)", true],
  ] as const) {
    test(`${patterns.join(" ")} ${expected ? "matches" : "does not match"} ${path}`, () => {
      expect(matched([...patterns], path)).toBe(expected);
    });
  }

  test("is final for a folder where nothing behind takes back", () => {
    const first = new PatternList(["**/node_modules", "!apps"]);
    const last = new PatternList(["!apps", "**/node_modules"]);
    expect(first.isFinal("node_modules")).toBe(false);
    expect(last.isFinal("node_modules")).toBe(true);
  });
});

test.each(["[a-", "[z-a]", "[", "[]]"])("%s is an error that says what is known", (pattern) => {
  expect(() => new PatternList([pattern])).toThrow(
    `[${pattern}]: syntax error in pattern: *, ?, [a-z], ** and a leading !`,
  );
});

test("a glob tests the path itself, not what holds it", () => {
  expect(readGlob("src")("src/a")).toBe(false);
  expect(readGlob("**")("src/a")).toBe(true);
});

test("paths are cleaned as Go does", () => {
  expect(["a//b/", "./a", "a/../b", "../a", "/../a", ""].map(cleanPath)).toEqual(["a/b", "a", "b", "../a", "/a", "."]);
});
