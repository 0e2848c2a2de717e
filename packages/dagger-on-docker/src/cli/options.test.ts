import { expect, test } from "vitest";
import { parseFlags } from "./flags.ts";
import { globalFlags } from "./options.ts";

const progress = (kind: string) => parseFlags([`--progress=${kind}`], globalFlags, "dagger call").values;

test.each(["auto", "plain", "tty", "dots", "logs", "report"])("--progress %s is a kind that the CLI has", (kind) => {
  expect(progress(kind)).toEqual({ progress: kind });
});

test("a kind of progress that there is not is told with those there are", () => {
  expect(() => progress("banana")).toThrow(
    'invalid argument "banana" for "--progress" flag: value should be one of auto,plain,tty,dots,logs,report',
  );
});
