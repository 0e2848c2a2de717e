import { expect, test } from "vitest";
import { ExecError } from "../errors.ts";
import { describeFailure } from "./errors.ts";
import { PlanError } from "./plan.ts";

test("a mistake in the line comes with where to find help", () => {
  expect(describeFailure(new PlanError("unknown flag: --x", "dagger call hello"), false)).toEqual({
    text: "Error: unknown flag: --x\nRun 'dagger call hello --help' for usage.\n",
    exitCode: 1,
  });
});

test("a failed command comes with its output and its exit code", () => {
  expect(describeFailure(new ExecError("exit code: 3", ["false"], 3, "out", "err"), false)).toEqual({
    text: "Error: exit code: 3\nStdout:\nout\nStderr:\nerr\n",
    exitCode: 3,
  });
});

test("a command that should have failed does not end with success", () => {
  expect(describeFailure(new ExecError("exit code: 0", [], 0, "", ""), false).exitCode).toBe(1);
});

test("stacks are for --debug", () => {
  const error = new Error("broken");
  expect(describeFailure(error, false).text).toBe("Error: broken\n");
  expect(describeFailure(error, true).text).toBe(`Error: broken\n${error.stack}\n`);
});
