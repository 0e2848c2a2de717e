import { expect, test } from "vitest";
import { type Detail, type ProgressStep, showProgress } from "./progress.ts";

function shown(step: Partial<ProgressStep>, detail: Detail = {}): string {
  let text = "";
  const progress = showProgress((part) => {
    text += part;
  }, detail);
  progress.step({ id: "1", name: "RUN ls", state: "done", ...step });
  return text;
}

test.each([
  [{ state: "done", seconds: 1.25 }, "✔ RUN ls 1.3s\n"],
  [{ state: "cached", seconds: 0 }, "✔ RUN ls CACHED\n"],
  [{ state: "failed", seconds: 2, log: "a\nb\n" }, "✘ RUN ls ERROR 2.0s\n  │ a\n  │ b\n"],
  [{ state: "started" }, ""],
] as const)("%j is shown as %j", (step, text) => {
  expect(shown(step)).toBe(text);
});

test("more verbosity shows the start, less only failures", () => {
  expect(shown({ state: "started" }, { verbose: 1 })).toBe("- RUN ls\n");
  expect(shown({ state: "done" }, { quiet: 1 })).toBe("");
  expect(shown({ state: "failed" }, { quiet: 1 })).toBe("✘ RUN ls ERROR\n");
});

test("silence is silent, failures too", () => {
  expect(shown({ state: "failed" }, { silent: true })).toBe("");
});
