import { expect, test } from "vitest";
import { type Flag, parseFlags } from "./flags.ts";

const flag = (name: string, rest: Partial<Flag> = {}): Flag => ({
  name,
  type: "string",
  usage: "",
  read: String,
  ...rest,
});
const flags = [
  flag("name"),
  flag("docker-config"),
  flag("loud", { type: "" }),
  flag("silent", { short: "s", type: "" }),
  flag("verbose", { short: "v", type: "", read: (_, before) => Number(before ?? 0) + 1 }),
  flag("output", { short: "o" }),
];
const parse = (...words: string[]) => parseFlags(words, flags, "dagger call");

test.each([
  [["--name=bob"], { name: "bob" }],
  [["--name", "bob two"], { name: "bob two" }],
  [["--name="], { name: "" }],
  [["--name=a=b\nc"], { name: "a=b\nc" }],
  [["--dockerConfig=x"], { "docker-config": "x" }],
  [["--loud"], { loud: "true" }],
  [["--loud=false"], { loud: "false" }],
  [["-so", "f"], { silent: "true", output: "f" }],
  [["-of"], { output: "f" }],
  [["-o=f"], { output: "f" }],
  [["-vv", "--verbose"], { verbose: 3 }],
])("%j gives %j", (words, values) => {
  expect(parse(...words)).toEqual({ rest: [], values });
});

test("reading stops at the first word that is no flag", () => {
  expect(parse("--loud", "stdout", "--name=x")).toEqual({ rest: ["stdout", "--name=x"], values: { loud: "true" } });
});

test("two dashes end the flags", () => {
  expect(parse("--", "--loud").rest).toEqual(["--loud"]);
});

test("flags may stand between words where there are no functions", () => {
  expect(parseFlags(["a", "--loud", "b", "--", "--c"], flags, "dagger check", true)).toEqual({
    rest: ["a", "b", "--c"],
    values: { loud: "true" },
  });
});

test.each([
  [["--nam=bob"], "unknown flag: --nam"],
  [["-x"], "unknown shorthand flag: 'x' in -x"],
  [["--name"], "flag needs an argument: --name"],
  [["-so"], "flag needs an argument: 'o' in -so"],
])("%j is a mistake: %s", (words, message) => {
  expect(() => parse(...words)).toThrow(expect.objectContaining({ message, path: "dagger call" }));
});

test("a wrong value is told with the flag's names", () => {
  const read = () => {
    throw new Error("should be a fruit");
  };
  expect(() => parseFlags(["-f", "car"], [flag("fruit", { short: "f", read })], "")).toThrow(
    'invalid argument "car" for "-f, --fruit" flag: should be a fruit',
  );
});
