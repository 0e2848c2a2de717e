import { beforeAll, describe, expect, test } from "vitest";
import { annotated } from "../fixtures/annotated.ts";
import { pdfFile } from "../fixtures/pdf-file.ts";
import { openDocument } from "./document.ts";
import { loadPdfium, type Pdfium } from "./pdfium.ts";

let pdfium: Pdfium;
beforeAll(async () => {
  pdfium = await loadPdfium();
});

/** A PDF of two pages whose catalog says more. */
const withCatalog = (more: string, ...objects: string[]) =>
  openDocument(
    pdfium,
    pdfFile([
      `<</Type/Catalog/Pages 2 0 R${more}>>`,
      "<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]/MediaBox[0 0 400 400]>>",
      "<</Type/Page/Parent 2 0 R>>",
      "<</Type/Page/Parent 2 0 R>>",
      ...objects,
    ]),
  ).contents();

describe("a link", () => {
  const linksOf = (...annotations: string[]) => openDocument(pdfium, annotated(...annotations)).draw(1, 40).links;
  const LINK = "/Subtype/Link/Rect[100 300 200 340]";
  const place = { x: 0.25, y: 0.15, width: 0.25, height: 0.1 };

  test.each([
    ["a page, by destination", "/Dest[3 0 R/Fit]", { page: 1 }],
    ["a page, by action", "/A<</S/GoTo/D[3 0 R/XYZ 0 0 0]>>", { page: 1 }],
    ["the web", "/A<</S/URI/URI(https://example.org/a?b=c)>>", { address: "https://example.org/a?b=c" }],
    ["mail", "/A<</S/URI/URI(mailto:ada@example.org)>>", { address: "mailto:ada@example.org" }],
  ])("leads to %s", (_, target, leads) => {
    expect(linksOf(LINK + target)).toEqual([{ ...place, ...leads }]);
  });

  test.each([
    ["a script in its address", "/A<</S/URI/URI(javascript:alert\\(1\\))>>"],
    ["a script of the PDF's", "/A<</S/JavaScript/JS(app.alert\\(1\\))>>"],
    ["a program", "/A<</S/Launch/F(calc.exe)>>"],
    ["a file", "/A<</S/URI/URI(file:///etc/passwd)>>"],
    ["another document", "/A<</S/GoToR/F(other.pdf)/D[0/Fit]>>"],
    ["a page that is none", "/Dest[99 0 R/Fit]"],
    ["nothing", ""],
  ])("to %s is left out", (_, target) => {
    expect(linksOf(LINK + target)).toEqual([]);
  });

  test("is read beside comments, and of six hundred the first five hundred", () => {
    const links = Array.from({ length: 600 }, () => `${LINK}/Dest[3 0 R/Fit]`);
    expect(linksOf("/Subtype/Text/Rect[0 0 9 9]/Contents(note)", ...links)).toHaveLength(500);
  });
});

describe("a table of contents", () => {
  test("is read with its pages, as deep as it is", () => {
    const { outline } = withCatalog(
      "/Outlines 5 0 R",
      "<</First 6 0 R/Last 8 0 R>>",
      "<</Title(One)/Parent 5 0 R/Next 8 0 R/First 7 0 R/Last 7 0 R/Dest[3 0 R/Fit]>>",
      "<</Title<FEFF004300680061006E00630065002C0020007A0077006500690000>/Parent 6 0 R/A<</S/GoTo/D[4 0 R/Fit]>>>>",
      "<</Title(Heading)/Parent 5 0 R/Prev 6 0 R>>",
    );
    expect(outline).toEqual([
      { title: "One", page: 1, depth: 0 },
      { title: "Chance, zwei", page: 2, depth: 1 },
      { title: "Heading", page: null, depth: 0 },
    ]);
  });

  test("that leads back into itself ends", () => {
    const { outline } = withCatalog(
      "/Outlines 5 0 R",
      "<</First 6 0 R/Last 7 0 R>>",
      "<</Title(One)/Parent 5 0 R/Next 7 0 R/First 6 0 R>>",
      "<</Title(Two)/Parent 5 0 R/Next 6 0 R>>",
    );
    expect(outline.map(({ title }) => title)).toEqual(["One", "Two"]);
  });

  test("is empty where there is none", () => {
    expect(withCatalog("")).toEqual({ outline: [], direction: "ltr" });
  });
});

test.each([
  ["/ViewerPreferences<</Direction/R2L>>", "rtl"],
  ["/ViewerPreferences<</Direction/L2R>>/Lang(ar)", "ltr"],
  ["/Lang(he-IL)", "rtl"],
  ["/Lang(ja)", "ltr"],
])("a book with %s is read %s", (catalog, direction) => {
  expect(withCatalog(catalog).direction).toBe(direction);
});
