import { textOf } from "@flipdocs/contract";
import sharp from "sharp";
import { expect, test } from "vitest";
import { pdfFile } from "../fixtures/pdf-file.ts";
import { readBook } from "./book.ts";

/** A font that is not in the file, by which writing it belongs to; and a word that has to be drawn. */
const WRITTEN = [
  ["STSong-Light", "UniGB-UCS2-H", "GB1", "汉语"],
  ["MSung-Light", "UniCNS-UCS2-H", "CNS1", "漢語"],
  ["HeiseiMin-W3", "UniJIS-UCS2-H", "Japan1", "ひらがな"],
  ["HYSMyeongJo-Medium", "UniKS-UCS2-H", "Korea1", "한국"],
] as const;

/** A page for each: its font in three objects, its content, and the page itself. */
function pdf(): Buffer {
  const objects = WRITTEN.flatMap(([font, encoding, ordering, word], index) => {
    const first = 3 + 5 * index;
    const shown = `BT /F 40 Tf 20 100 Td <${Buffer.from(word, "utf16le").swap16().toString("hex")}> Tj ET`;
    const order = `/CIDSystemInfo<</Registry(Adobe)/Ordering(${ordering})/Supplement 0>>`;
    return [
      `<</Type/Font/Subtype/Type0/BaseFont/${font}/Encoding/${encoding}/DescendantFonts[${first + 1} 0 R]>>`,
      `<</Type/Font/Subtype/CIDFontType0/BaseFont/${font}${order}/FontDescriptor ${first + 2} 0 R>>`,
      `<</Type/FontDescriptor/FontName/${font}/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 900/Descent -200/StemV 80>>`,
      `<</Length ${shown.length}>>stream\n${shown}\nendstream`,
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Resources<</Font<</F ${first} 0 R>>>>/Contents ${first + 3} 0 R>>`,
    ];
  });
  const kids = WRITTEN.map((_, index) => `${7 + 5 * index} 0 R`).join(" ");
  return pdfFile([
    "<</Type/Catalog/Pages 2 0 R>>",
    `<</Type/Pages/Count ${WRITTEN.length}/Kids[${kids}]>>`,
    ...objects,
  ]);
}

test("what a PDF writes in Chinese, Japanese and Korean is drawn where the font is not in the file", {
  timeout: 30_000,
}, async () => {
  const pages = await Array.fromAsync(readBook(pdf()));
  expect(pages.map(({ words }) => textOf(words))).toEqual(WRITTEN.map(([, , , word]) => word));
  for (const { image, words } of pages) {
    expect((await sharp(image).stats()).channels[0]?.min).toBeLessThan(64);
    // As high as letters are: without a font they are flat.
    expect(words.every(({ height }) => height > 0.1)).toBe(true);
  }
});
