import type { Word } from "@flipdocs/contract";

/** One character on a page; the box is in fractions of the page, from the top left. */
export type Character = { code: number; left: number; top: number; right: number; bottom: number };

// Spaces and breaks of any kind, and the controls with which PDFium marks generated hyphens and unknown glyphs.
const SEPARATOR = /^[\s\p{Cc}\p{Cn}]$/u;

/**
 * Groups characters, in reading order, into words.
 *
 * @param characters as PDFium lists them
 * @returns the words with the smallest boxes around them, clipped to the page
 */
export function toWords(characters: Iterable<Character>): Word[] {
  const words: Word[] = [];
  const letters: Character[] = [];
  for (const character of characters) {
    const text = String.fromCodePoint(character.code);
    if (!SEPARATOR.test(text)) letters.push(character);
    else if (letters.length) words.push(toWord(letters.splice(0)));
  }
  return letters.length ? [...words, toWord(letters)] : words;
}

function toWord(letters: Character[]): Word {
  const left = clip(Math.min(...letters.map((letter) => letter.left)));
  const top = clip(Math.min(...letters.map((letter) => letter.top)));
  const right = clip(Math.max(...letters.map((letter) => letter.right)));
  const bottom = clip(Math.max(...letters.map((letter) => letter.bottom)));
  // A lone half of a surrogate pair is not text that a database takes.
  const text = String.fromCodePoint(...letters.map((letter) => letter.code)).toWellFormed();
  return { text, x: left, y: top, width: round(right - left), height: round(bottom - top) };
}

const round = (fraction: number): number => Math.round(fraction * 100_000) / 100_000;
const clip = (fraction: number): number => round(Math.min(1, Math.max(0, fraction)));
