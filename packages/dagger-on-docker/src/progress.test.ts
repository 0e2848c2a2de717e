import { expect, test } from "vitest";
import { type Detail, type Progress, type ProgressStep, showProgress } from "./progress.ts";

function following(work: (progress: Progress) => void, detail: Detail = {}): string {
  let text = "";
  const progress = showProgress((part) => {
    text += part;
  }, detail);
  work(progress);
  return text;
}

const shown = (step: Partial<ProgressStep>, detail?: Detail): string =>
  following((progress) => progress.step({ id: "1", name: "RUN ls", state: "done", ...step }), detail);

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

const [a, b] = [
  { id: "a", name: "RUN a" },
  { id: "b", name: "RUN b" },
];

test("plain progress shows whole lines as they come, under the step that says them", () => {
  const work = (progress: Progress) => {
    progress.output(a, "one\ntw");
    progress.output(a, "o\n");
    progress.output(b, "other\n");
    progress.line("a line of a function");
    progress.output(b, "more\n");
  };
  expect(following(work, { progress: "plain" })).toBe(
    "- RUN a\n  │ one\n  │ two\n- RUN b\n  │ other\na line of a function\n- RUN b\n  │ more\n",
  );
  expect(following(work)).toBe("a line of a function\n");
});

test("a step that fails ends its last line, and tells nothing twice", () => {
  const work = (progress: Progress) => {
    progress.output(a, "one\nlast");
    progress.step({ ...a, state: "failed", log: "one\nlast" });
  };
  expect(following(work, { progress: "plain" })).toBe("- RUN a\n  │ one\n  │ last\n✘ RUN a ERROR\n");
  expect(following(work)).toBe("✘ RUN a ERROR\n  │ one\n  │ last\n");
});
