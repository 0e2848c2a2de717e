import { expect, test } from "vitest";
import { execError } from "./exec-error.ts";

const record = { exitCode: 3, stdout: "\n out \n", stderr: "err\n", combined: "" };

test("the streams are trimmed, the code is told", () => {
  expect(execError(record, ["x"])).toMatchObject({
    message: "exit code: 3",
    exitCode: 3,
    stdout: "out",
    stderr: "err",
    cmd: ["x"],
  });
});

test("of a long stream the last 100 KB are kept, and what is left out is counted", () => {
  const { stdout } = execError({ ...record, stdout: "x".repeat(200 * 1024) }, []);
  expect(stdout).toHaveLength(100 * 1024);
  expect(stdout.startsWith("[omitting 102400 bytes]...xxx")).toBe(true);
});

test("a command that could not be started says why", () => {
  const problem = "open redirect stdin file: open /nope: no such file or directory";
  expect(execError({ ...record, exitCode: -1, problem }, [])).toMatchObject({ message: problem, exitCode: -1 });
});

test("a command without a record has no code", () => {
  expect(execError(undefined, ["x"])).toMatchObject({ exitCode: -1, stdout: "", stderr: "" });
});
