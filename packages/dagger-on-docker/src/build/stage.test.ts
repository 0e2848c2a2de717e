import { describe, expect, test } from "vitest";
import { isPlain, longest, noSettings, settingLines, splitWorkdir } from "./stage.ts";

const stage = { ...noSettings, name: "s1", lines: [] };

describe("the lines between two steps", () => {
  test("say what is another one, and in which order", () => {
    const wanted = { env: { A: "1", B: "2" }, user: "me", workdir: "/a$b" };
    expect(settingLines({ ...stage, env: { A: "1" } }, wanted)).toEqual(['ENV B="2"', "USER me", "WORKDIR /a\\$b"]);
    expect(settingLines({ ...stage, ...wanted }, wanted)).toEqual([]);
  });

  test("take back what a base has: nobody is root, no folder is the top", () => {
    const before = { ...stage, user: "me", workdir: "/w" };
    expect(settingLines(before, noSettings)).toEqual(["USER root", "WORKDIR /"]);
    expect(settingLines(stage, { env: {}, user: "root", workdir: "/" })).toEqual([]);
  });

  test("leave out what a Dockerfile cannot say", () => {
    expect(settingLines(stage, { ...noSettings, env: { A: "two\nlines", "A B": "1", C: "1" } })).toEqual(['ENV C="1"']);
  });
});

test.each([
  ["", "/w", { workdir: "/b", cwd: "/w" }],
  ["root", "/w", { workdir: "/b", cwd: "/w" }],
  ["0", "", { workdir: "/b", cwd: "/" }],
  ["root", "/b", { workdir: "/b" }],
  ["me", "/w", { workdir: "/w" }],
])("for the user %j to work in %j, the step's own folder and the shim's are %j", (user, workdir, expected) => {
  expect(splitWorkdir({ ...stage, workdir: "/b" }, { env: {}, user, workdir })).toEqual(expected);
});

test.each([
  ["A", "x".repeat(longest), true],
  ["A", "x".repeat(longest + 1), false],
  ["_a.b-c1", "", true],
  ["1A", "", false],
  ["", "", false],
  ["A=B", "", false],
  ["A", "a\rb", false],
])("a Dockerfile's ENV for %s (%#): %s", (name, value, expected) => {
  expect(isPlain(name, value)).toBe(expected);
});
