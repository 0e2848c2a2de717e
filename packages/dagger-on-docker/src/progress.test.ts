import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Detail, type Progress, type ProgressStep, showProgress } from "./progress.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function following(work: (progress: Progress) => void, detail: Detail = {}, columns = 0): string {
  let text = "";
  const write = (part: string) => {
    text += part;
  };
  work(showProgress(write, detail, columns));
  return text;
}

const shown = (step: Partial<ProgressStep>, detail?: Detail): string =>
  following((progress) => progress.step({ id: "1", name: "RUN ls", state: "done", ...step }), detail);

test.each([
  [{ state: "done", seconds: 1.25 }, {}, "✔ RUN ls  1.3 s\n"],
  [{ state: "failed", seconds: 2, log: "a\nb\n" }, {}, "✘ RUN ls ERROR  2.0 s\n  │ a\n  │ b\n"],
  [{ state: "started" }, {}, ""],
  [{ state: "cached" }, {}, ""],
  [{ state: "cached" }, { progress: "plain" }, "✔ RUN ls CACHED\n"],
  [{ state: "done", minor: true, seconds: 0.9 }, {}, ""],
  [{ state: "done", minor: true, seconds: 0.9 }, { progress: "plain" }, "✔ RUN ls  0.9 s\n"],
  [{ state: "done", minor: true, seconds: 1 }, {}, "✔ RUN ls  1.0 s\n"],
] as const)("%j with %j is shown as %j", (step, detail, text) => {
  expect(shown(step, detail)).toBe(text);
});

test("more verbosity shows the start, less only failures", () => {
  expect(shown({ state: "started" }, { verbose: 1 })).toBe("- RUN ls\n");
  expect(shown({ state: "done" }, { quiet: 1 })).toBe("");
  expect(shown({ state: "failed" }, { quiet: 1 })).toBe("✘ RUN ls ERROR  0.0 s\n");
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
  expect(following(work, { progress: "plain" })).toBe("- RUN a\n  │ one\n  │ last\n✘ RUN a ERROR  0.0 s\n");
  expect(following(work)).toBe("✘ RUN a ERROR  0.0 s\n  │ one\n  │ last\n");
});

test("the end says what all of it took: a step counts once, in which build soever it is told of again", () => {
  const work = (progress: Progress) => {
    progress.step({ ...a, state: "started" });
    vi.advanceTimersByTime(2500);
    progress.step({ ...a, state: "done" });
    progress.step({ ...a, state: "cached" });
    progress.step({ ...b, state: "cached" });
    progress.close();
    progress.close();
  };
  expect(following(work)).toBe("✔ RUN a  2.5 s\nsteps: 1 run, 1 CACHED  2.5 s\n");
  expect(following(work, { quiet: 1 })).toBe("");
  expect(following((progress) => progress.close())).toBe("");
});

test("a step that fails, runs again and fails is shown twice, however often each is told", () => {
  const work = (progress: Progress) => {
    for (const state of ["started", "started", "failed", "failed", "started", "failed"] as const)
      progress.step({ ...a, state });
  };
  const failed = "✘ RUN a ERROR  0.0 s\n";
  expect(following(work, { verbose: 1 })).toBe(`- RUN a\n${failed}- RUN a\n${failed}`);
});

test("on a terminal, the last line says what runs the longest, with its seconds", () => {
  const work = (progress: Progress) => {
    progress.step({ ...a, state: "started" });
    progress.step({ ...b, state: "started" });
    vi.advanceTimersByTime(1000);
    progress.line("a line");
    progress.step({ ...a, state: "done", seconds: 1 });
    progress.close();
  };
  const lines = following(work, {}, 30).split("\r\x1b[K");
  expect(lines).toEqual([
    "",
    "… RUN a  0 s",
    "… RUN a  0 s, and 1 more",
    "… RUN a  1 s, and 1 more",
    "a line\n",
    "… RUN a  1 s, and 1 more",
    "✔ RUN a  1.0 s\n",
    "… RUN b  1 s",
    "steps: 1 run, 0 CACHED  1.0 s\n",
  ]);
});

test("in a narrow terminal, the line is cut, whatever it says", () => {
  const work = (progress: Progress) => {
    for (const step of [a, b]) progress.step({ ...step, state: "started" });
    vi.advanceTimersByTime(100_000);
  };
  const lines = following(work, {}, 10).split("\r\x1b[K");
  expect(lines.at(-1)).toBe("…   100 s");
  expect(Math.max(...lines.map((line) => line.length))).toBe(9);
});

test("a long name is cut so that the line fits the terminal", () => {
  const work = (progress: Progress) => progress.step({ id: "1", name: "x".repeat(50), state: "started" });
  expect(following(work, {}, 20)).toBe(`\r\x1b[K… ${"x".repeat(12)}  0 s`);
  expect(following(work, { quiet: 1 }, 20)).toBe("");
});
