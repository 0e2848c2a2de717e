import { expect, test } from "vitest";
import { type ProgressStep, plain } from "./progress.ts";

function shown(step: Partial<ProgressStep>, verbosity = 0): string {
  let text = "";
  const progress = plain(
    (part) => {
      text += part;
    },
    { verbosity },
  );
  progress.step({ id: "1", name: "RUN ls", state: "done", ...step });
  return text;
}

test.each([
  [{ state: "done", seconds: 1.25 }, "✔ RUN ls 1.3s\n"],
  [{ state: "cached", seconds: 0 }, "✔ RUN ls CACHED\n"],
  [{ state: "failed", seconds: 2, log: "a\nb\n" }, "✘ RUN ls ERROR 2.0s\n  │ a\n  │ b\n"],
  [{ state: "started" }, ""],
  [{ name: "[internal] load build context" }, ""],
  [{ name: "[tools 4/4] COPY tools /" }, ""],
] as const)("%j is shown as %j", (step, text) => {
  expect(shown(step)).toBe(text);
});

test("more verbosity shows the start, less only failures", () => {
  expect(shown({ state: "started" }, 1)).toBe("- RUN ls\n");
  expect(shown({ state: "done" }, -1)).toBe("");
  expect(shown({ state: "failed" }, -1)).toBe("✘ RUN ls ERROR\n");
});
