import { expect, test } from "vitest";
import { refusal } from "./refusal.ts";

const file = { name: "atlas.pdf", type: "application/pdf", size: 1000 };

test("takes a PDF", () => {
  expect(refusal(file)).toBeNull();
});

test("takes a PDF that is as large as it may be", () => {
  expect(refusal({ ...file, size: 33_554_432 })).toBeNull();
});

test("takes a PDF the system has no type for", () => {
  expect(refusal({ ...file, name: "ATLAS.PDF", type: "" })).toBeNull();
});

test.each([
  [{ name: "atlas.docx", type: "" }, "is not a PDF"],
  [{ size: 0 }, "is empty"],
  [{ size: 33_554_433 }, "up to 32 MB and 2,000 pages"],
])("refuses %j and says why", (difference, why) => {
  expect(refusal({ ...file, ...difference })).toContain(why);
});
