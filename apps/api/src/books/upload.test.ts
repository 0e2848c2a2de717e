import { PDF_LIMITS } from "@flipdocs/contract";
import { describe, expect, test } from "vitest";
import { pdfOf, titleOf } from "./upload.ts";

const file = (text: string) => new File([text], "file.pdf");

describe("an upload", () => {
  test("is a PDF when its mark stands in the first kilobyte", async () => {
    const pdf = await pdfOf(file(`${" ".repeat(900)}%PDF-1.7`));
    expect(new TextDecoder().decode(pdf)).toContain("%PDF-1.7");
  });

  test.each(["", "<!doctype html>", `${" ".repeat(1024)}%PDF-1.7`])("is none when it is %j", async (text) => {
    await expect(pdfOf(file(text))).rejects.toMatchObject({ kind: "not-a-pdf" });
  });

  test("is refused when it is larger than allowed, and the limit is told", async () => {
    await expect(pdfOf(new File([new Uint8Array(PDF_LIMITS.bytes + 1)], "file.pdf"))).rejects.toMatchObject({
      kind: "too-large",
      detail: "A PDF may have up to 32 MB and 2,000 pages.",
    });
  });
});

test.each([
  ["  My book ", "file.pdf", "My book"],
  [undefined, "Summer holidays.PDF", "Summer holidays"],
  ["   ", "C:\\fakepath\\report.pdf", "report"],
  [undefined, ".pdf", "Untitled"],
  ["📖".repeat(201), "file.pdf", "📖".repeat(200)],
])("the title of %j from %j is %j", (typed, fileName, title) => {
  expect(titleOf(typed, fileName)).toBe(title);
});
