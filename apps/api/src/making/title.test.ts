import { expect, test } from "vitest";
import { sensibleTitle } from "./title.ts";

test.each([
  ["The Sea Around Us", "The Sea Around Us"],
  ["  Annual\r\n  report \u0000 2025 ", "Annual report 2025"],
  ["Microsoft Word - Thesis_final.docx", "Thesis_final"],
  ["Microsoft PowerPoint - Quarterly review.pptx", "Quarterly review"],
  ["größer als 漢字", "größer als 漢字"],
  ["1984: a novel", "1984: a novel"],
  ["Untitled Masterpieces", "Untitled Masterpieces"],
  ["資治通鑑", "資治通鑑"],
  ["Tides \u202efdp.exe", "Tides fdp.exe"],
  ["a".repeat(300), "a".repeat(200)],
])("%j becomes %j", (told, title) => {
  expect(sensibleTitle(told)).toBe(title);
});

test.each([
  "",
  "   ",
  "untitled",
  "Untitled-1",
  "Microsoft Word - Document1",
  "Document 3",
  "PowerPoint Presentation",
  "Slide 1",
  "2025",
  "---",
  "x",
  "C:\\Users\\ada\\thesis.doc",
  "/tmp/print.ps",
  "https://flipdocs.test/a",
  "\ufffd\ufffd",
  "(null)",
])("%j is no title", (told) => {
  expect(sensibleTitle(told)).toBeUndefined();
});
