import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { EXIT } from "../../src/deploy/refusal.ts";
import { environment, failed, RUN } from "../../src/hooks/hook.ts";
import { annotationBody, type Report, webhookBody } from "../../src/hooks/report.ts";

const report: Report = {
  stack: "flipdocs",
  host: "deploy@203.0.113.7",
  release: 7,
  version: "1.4.0",
  by: "ada",
  run: "https://ci.example/7",
  result: "Release 7 of flipdocs serves on 203.0.113.7.",
  ok: true,
  seconds: 42,
};

test("a command has the release in its environment", () => {
  expect(environment(report)).toEqual({
    FLIPDOCS_STACK: "flipdocs",
    FLIPDOCS_HOST: "deploy@203.0.113.7",
    FLIPDOCS_VERSION: "1.4.0",
    FLIPDOCS_BY: "ada",
    FLIPDOCS_RUN: "https://ci.example/7",
    FLIPDOCS_RELEASE: "7",
    FLIPDOCS_RESULT: "Release 7 of flipdocs serves on 203.0.113.7.",
  });
});

test("before the deploy there is neither number nor result", () => {
  const { release: _, result: __, ...before } = report;
  expect(environment(before)).toMatchObject({ FLIPDOCS_RELEASE: "", FLIPDOCS_RESULT: "" });
});

test.each<[string, string, string, number, string]>([
  ["what it says and how it ends is told", "echo one; echo two >&2; exit 3", "", 3, "one\ntwo\n"],
  ["the secret in it is not", 'echo "Bearer $FLIPDOCS_SECRET, $FLIPDOCS_SECRET."', "a.b&c\n", 0, "Bearer ***, ***.\n"],
  [
    "no line of a secret that has several is",
    'echo "$FLIPDOCS_SECRET"',
    "{\nlong enough 1\nlong enough 2\n}",
    0,
    "{\n***\n***\n}\n",
  ],
  ["a secret that stars stand for is not, either", 'echo "a*b"', "*", 0, "a***b\n"],
  ["one that was killed says so", "exit 137", "", 137, "It was killed, as what takes too much memory is.\n"],
  ["what cannot be read as shell fails", "if", "", 2, expect.stringContaining("yntax error")],
])("of a command, %s", (_, COMMAND, FLIPDOCS_SECRET, status, stdout) => {
  const env = { PATH: process.env.PATH, COMMAND, FLIPDOCS_SECRET };
  expect(spawnSync("sh", ["-euc", RUN.join("\n")], { env, encoding: "utf8" })).toMatchObject({ status, stdout });
});

test("a command that goes on and on is ended, with all that it began", () => {
  const env = { PATH: process.env.PATH, COMMAND: "echo begun; sleep 3600; echo never" };
  const script = RUN.join("\n").replace("LIMIT=600", "LIMIT=1");
  expect(spawnSync("sh", ["-euc", script], { env, encoding: "utf8" })).toMatchObject({
    status: 124,
    stdout: expect.stringMatching(/^begun\n(Terminated\n)?It was ended: it has ten minutes\.\n$/),
  });
});

test("a command that fails is told apart from the deploy, and from the other one", () => {
  expect(failed("before", 3, undefined, "why")).toMatchObject({
    code: EXIT.hook,
    problem: "The command of --before ended with 3; nothing was deployed.",
    log: "why",
  });
  expect(failed("after", 3, 7, "").problem).toBe("Release 7 serves; the command of --after ended with 3.");
  expect(failed("after", 3, undefined, "").problem).toBe("What served serves on; the command of --after ended with 3.");
});

test("Slack and the like show a line, and programs read the rest", () => {
  expect(JSON.parse(webhookBody(report))).toEqual({
    text: "✓ flipdocs: Release 7 of flipdocs serves on 203.0.113.7. (ada) https://ci.example/7",
    ...report,
  });
  expect(JSON.parse(webhookBody({ ...report, ok: false, by: "", run: "" }))).toMatchObject({
    text: "✗ flipdocs: Release 7 of flipdocs serves on 203.0.113.7.",
  });
});

test("Grafana marks the time from the deploy's begin to its end", () => {
  expect(JSON.parse(annotationBody(report, 1_000_000))).toEqual({
    time: 958_000,
    timeEnd: 1_000_000,
    tags: ["deploy", "flipdocs", "done", "1.4.0"],
    text: report.result,
  });
});
