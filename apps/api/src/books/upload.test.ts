import { PDF_LIMITS } from "@flipdocs/contract";
import { describe, expect, test, vi } from "vitest";
import { incomingPdf, titleOf } from "./upload.ts";

/** A PDF on its way to a storage that keeps what it is sent. */
function incoming(write = async (_: Uint8Array): Promise<void> => undefined) {
  const stored: Uint8Array[] = [];
  const storing = {
    write: vi.fn(async (piece: Uint8Array) => {
      await write(piece);
      stored.push(piece);
    }),
    end: vi.fn(async () => undefined),
    drop: vi.fn(async () => undefined),
  };
  const pdf = incomingPdf(() => storing);
  const comes = async (...pieces: (string | Uint8Array)[]) => {
    for (const piece of pieces) await pdf.take(Buffer.from(piece));
  };
  return { pdf, comes, storing, text: () => Buffer.concat(stored).toString() };
}

describe("an upload", () => {
  test.each([
    [[`${" ".repeat(900)}%PDF-1.7`, "and so on"]],
    [["%P", "D", "", "F-1.7", "and so on"]],
    [[`${" ".repeat(1019)}%PDF-`]],
    [[" ".repeat(1019), "%P", "DF-1.7"]],
  ])(
    "is a PDF when its mark stands in the first kilobyte, and is stored from its first byte on: %#",
    async (pieces) => {
      const { pdf, comes, storing, text } = incoming();
      await comes(...pieces);
      expect(pdf.whole()).toBe(storing);
      expect(text()).toBe(pieces.join(""));
      expect(storing.end).not.toHaveBeenCalled();
    },
  );

  test.each([
    [[]],
    [["<!doctype html>"]],
    [[`${" ".repeat(1020)}%PDF-1.7`]],
    [[" ".repeat(1023), "%PDF-1.7"]],
    [[" ".repeat(1024), "%PDF-1.7"]],
  ])("is none otherwise, and nothing of it is stored: %#", async (pieces) => {
    const { pdf, comes, storing } = incoming();
    await comes(...pieces);
    expect(() => pdf.whole()).toThrow(expect.objectContaining({ kind: "not-a-pdf" }));
    expect(storing.write).not.toHaveBeenCalled();
  });

  test("is let go of as soon as it is larger than allowed, and the limit is told", async () => {
    const { pdf, comes, storing } = incoming();
    await comes("%PDF-1.7", new Uint8Array(PDF_LIMITS.bytes - 8));
    expect(pdf.whole()).toBe(storing);
    await comes("!", "!");
    expect([storing.write.mock.calls.length, storing.drop.mock.calls.length > 0]).toEqual([2, true]);
    const problem = { kind: "too-large", detail: "A PDF may have up to 32 MB and 2,000 pages." };
    expect(() => pdf.whole()).toThrow(expect.objectContaining(problem));
  });

  test("is too large before it is no PDF, and before storage has failed", async () => {
    for (const begin of ["<!doctype html>", "%PDF-1.7"]) {
      const { comes, pdf } = incoming(() => Promise.reject(new Error("away")));
      await comes(begin, new Uint8Array(PDF_LIMITS.bytes));
      expect(() => pdf.whole()).toThrow(expect.objectContaining({ kind: "too-large" }));
    }
  });

  test("goes on to its end where storage fails, and says so then", async () => {
    const { pdf, comes, storing } = incoming(() => Promise.reject(new Error("away")));
    await comes("%PDF-1.7", "more", "and more");
    expect(storing.write).toHaveBeenCalledOnce();
    expect(() => pdf.whole()).toThrow("away");
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
