import { numbers } from "../../packages/book/fixtures/damage.ts";
import { pdfFile } from "../../packages/book/fixtures/pdf-file.ts";

const SYLLABLES = ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "za", "pe", "do"];
const WORDS = 2000;
const LINES = 40;
const WORDS_A_LINE = 11;

/** The words that books are made of, from those that are on every page to those that are on few. */
export const wordOf = (rank: number): string => {
  let word = "";
  for (let rest = rank + SYLLABLES.length; rest > 0; rest = Math.floor(rest / SYLLABLES.length))
    word += SYLLABLES[rest % SYLLABLES.length];
  return word;
};

/**
 * Writes a book as people print them: text on every page, some 440 words.
 *
 * @param pages how many
 * @param seed the same gives the same book
 * @returns the PDF's bytes; two kilobytes a page
 */
export function textBook(pages: number, seed: number): Buffer {
  const random = numbers(seed);
  // As in a language: few words are most of a text.
  const word = () => wordOf(Math.floor(WORDS * random() ** 3));
  const line = () => `(${Array.from({ length: WORDS_A_LINE }, word).join(" ")}) Tj T*`;
  const at = (page: number) => 4 + 2 * page;
  const drawn = Array.from({ length: pages }, (_, page) => {
    const lines = Array.from({ length: LINES }, line).join("\n");
    const text = `BT /F 11 Tf 18 TL 56 780 Td (Page ${page + 1}) Tj T*\n${lines}\nET`;
    return [
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents ${at(page) + 1} 0 R>>`,
      `<</Length ${text.length}>>stream\n${text}\nendstream`,
    ];
  });
  const kids = drawn.map((_, page) => `${at(page)} 0 R`).join(" ");
  return pdfFile([
    "<</Type/Catalog/Pages 2 0 R>>",
    `<</Type/Pages/Count ${pages}/Kids[${kids}]>>`,
    "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
    ...drawn.flat(),
  ]);
}
