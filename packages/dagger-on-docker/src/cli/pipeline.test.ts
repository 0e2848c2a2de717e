import { expect, test } from "vitest";
import { shopTypes } from "../../test/shop.ts";
import { Catalog } from "./catalog.ts";
import { type Command, readPipeline } from "./pipeline.ts";

const catalog = new Catalog("shop", shopTypes);
const command: Command = {
  name: "call",
  about: "Call one or more functions, interconnected into a pipeline",
  start: catalog.main.constructs,
};
const plan = (...words: string[]) => readPipeline(words, command, catalog);
const help = (...words: string[]) => trimmed(readPipeline(words, command, catalog, false).help());
const trimmed = (text: string) => text.replace(/ +$/gm, "");

test("a line becomes calls with their arguments", () => {
  const { calls, returns } = plan("build-web", "--stage=deps", "with-exec", "--args=echo,hi", "stdout");
  expect(calls.map(({ fn, args }) => [fn.name, args])).toEqual([
    ["", {}],
    ["buildWeb", { stage: "Deps" }],
    ["withExec", { args: ["echo", "hi"] }],
    ["stdout", {}],
  ]);
  expect(returns).toEqual({ kind: "STRING" });
});

test("fields of a list's objects are functions", () => {
  const { calls } = plan("publish", "--registry=r", "ref");
  expect(calls.at(-1)?.fn).toMatchObject({ name: "ref", returns: { kind: "STRING" }, args: [] });
});

test.each([
  [["hello"], 'required flag(s) "name" not set', "dagger call hello"],
  [["hello", "--nam=x"], "unknown flag: --nam", "dagger call hello"],
  [["buildWeb"], 'unknown command "buildWeb" for "dagger call"', "dagger call"],
  [["hello", "--name=x", "more"], 'unknown command "more" for "dagger call hello"', "dagger call hello"],
  [["web", "deps", "--x"], "unknown flag: --x", "dagger call web deps"],
])("%j is a mistake at its command", (words, message, path) => {
  expect(() => plan(...words)).toThrow(expect.objectContaining({ message, path }));
});

test("the help of a function with required arguments, defaults and switches", () => {
  expect(help("hello")).toBe(`Greets.

USAGE
  dagger call hello [arguments]

ARGUMENTS
      --name string   who
                       [required]
      --loud
      --times int      (default 1)
`);
});

test("the help of a function that gives an object of the module", () => {
  expect(help("web")).toBe(`The web app.

USAGE
  dagger call web <function>

FUNCTIONS
  deps          What it depends on.
  runner        The production image.
  size          Stays small.

Use "dagger call web [command] --help" for more information about a command.
`);
});

test("the help of the command shows the constructor's arguments", () => {
  expect(help().split("\nOPTIONS")[0]).toBe(`Call one or more functions, interconnected into a pipeline

USAGE
  dagger call [options] <function>

FUNCTIONS
  build-web     Builds the web image.
  hello         Greets.
  lint          Lints.
  publish       Publishes.
  red           Always red.
  web           The web app.

ARGUMENTS
      --source Directory
                           The repository.
`);
});

test("an enum's members are the type of its flag", () => {
  expect(help("build-web")).toContain(`
ARGUMENTS
      --platform string
                            e.g. linux/amd64

      --stage DEPS,RUNNER
                            where to stop
                             (default RUNNER)

Use`);
});
