import { expect, test } from "vitest";
import { type Flag, parseFlags, requireFlags } from "./flags.ts";

function flags() {
  const seen: string[] = [];
  const flag = (name: string, rest: Partial<Flag> = {}): Flag => ({
    name,
    type: "string",
    usage: "",
    set: (text) => seen.push(`${name}=${text}`),
    ...rest,
  });
  const all = [
    flag("name", { required: true }),
    flag("docker-config"),
    flag("loud", { bare: "true" }),
    flag("silent", { short: "s", bare: "true" }),
    flag("output", { short: "o" }),
  ];
  return { all, seen };
}

test.each([
  [["--name=bob"], ["name=bob"]],
  [["--name", "bob two"], ["name=bob two"]],
  [["--name="], ["name="]],
  [["--name=a=b\nc"], ["name=a=b\nc"]],
  [["--dockerConfig=x"], ["docker-config=x"]],
  [["--loud"], ["loud=true"]],
  [["--loud=false"], ["loud=false"]],
  [
    ["-so", "f"],
    ["silent=true", "output=f"],
  ],
  [["-of"], ["output=f"]],
  [["-o=f"], ["output=f"]],
])("%j sets %j", (words, set) => {
  const { all, seen } = flags();
  parseFlags(words, all);
  expect(seen).toEqual(set);
});

test("reading stops at the first word that is no flag", () => {
  const { rest, given } = parseFlags(["--loud", "stdout", "--name=x"], flags().all);
  expect(rest).toEqual(["stdout", "--name=x"]);
  expect([...given]).toEqual(["loud"]);
});

test("two dashes end the flags", () => {
  expect(parseFlags(["--", "--loud"], flags().all).rest).toEqual(["--loud"]);
});

test.each([
  [["--nam=bob"], "unknown flag: --nam"],
  [["-x"], "unknown shorthand flag: 'x' in -x"],
  [["--name"], "flag needs an argument: --name"],
  [["-so"], "flag needs an argument: 'o' in -so"],
])("%j is a mistake: %s", (words, message) => {
  expect(() => parseFlags(words, flags().all)).toThrow(message);
});

test("a wrong value is told with the flag's names", () => {
  const set = () => {
    throw new Error("should be a fruit");
  };
  const fruit: Flag = { name: "fruit", short: "f", type: "string", usage: "", set };
  expect(() => parseFlags(["-f", "car"], [fruit])).toThrow(
    'invalid argument "car" for "-f, --fruit" flag: should be a fruit',
  );
});

test("required flags that are missing are named", () => {
  expect(() => requireFlags(flags().all, new Set())).toThrow('required flag(s) "name" not set');
});
