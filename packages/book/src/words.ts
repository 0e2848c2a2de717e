import type { Word } from "@flipdocs/contract";

/** One character on a page; the box is in fractions of the page, from the top left. */
export type Character = { code: number; left: number; top: number; right: number; bottom: number };

// Spaces and breaks of any kind, and the controls with which PDFium marks unknown glyphs and hyphens at a line's end.
const SEPARATOR = /^[\s\p{Cc}\p{Cn}]$/u;
const LINE_HYPHEN = "\u0002";
const LINE_BREAK = /^[\r\n]+$/;

// A word ends with one of these, which show nothing, when the next one follows without a space.
const SOFT_HYPHEN = "\u00ad";
const NO_SPACE = "\u200b";

// Scripts that put no spaces between words; at a line's end, too, nothing stands between them.
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const SEGMENTER = new Intl.Segmenter("en", { granularity: "word" });

/** Characters without a separator among them, and the separators behind them. */
type Run = { letters: Character[]; after: string };

/**
 * Groups characters, in reading order, into words. A word that goes on in the next one without a space, over a line's end
 * or in a script without spaces, says so: `textOf` of the contract reads it.
 *
 * @param characters as PDFium lists them
 * @returns the words with the smallest boxes around them, clipped to the page; those beside it, as a crop leaves them, are left
 *   out
 */
export function toWords(characters: Iterable<Character>): Word[] {
  const runs = toRuns(characters);
  return runs.flatMap((run, index) => {
    const words = segments(run.letters).filter(isInView).map(toWord);
    const ending = endingOf(run, runs[index + 1]);
    return words.map((word, at) => ({ ...word, text: word.text + (at < words.length - 1 ? NO_SPACE : ending) }));
  });
}

function toRuns(characters: Iterable<Character>): Run[] {
  const runs: Run[] = [];
  let inside = false;
  for (const character of characters) {
    const text = String.fromCodePoint(character.code);
    const separates = SEPARATOR.test(text);
    if (!separates && !inside) runs.push({ letters: [], after: "" });
    const run = runs.at(-1);
    if (separates && run) run.after += text;
    else run?.letters.push(character);
    inside = !separates;
  }
  return runs;
}

function endingOf({ letters, after }: Run, next: Run | undefined): string {
  if (after.startsWith(LINE_HYPHEN)) return SOFT_HYPHEN;
  const around = [letters.at(-1), next?.letters[0]];
  const goesOn = LINE_BREAK.test(after) && around.every((letter) => letter && UNSPACED.test(spelled([letter])));
  return goesOn ? NO_SPACE : "";
}

/** The words in a run: one, but where a script puts no spaces between them. */
function segments(letters: Character[]): Character[][] {
  const text = spelled(letters);
  if (!UNSPACED.test(text)) return [letters];
  const starts = new Set(Array.from(SEGMENTER.segment(text), ({ index }) => index));
  const words: Character[][] = [];
  let at = 0;
  for (const letter of letters) {
    if (starts.has(at)) words.push([]);
    words.at(-1)?.push(letter);
    at += spelled([letter]).length;
  }
  return words;
}

const isInView = (letters: Character[]): boolean =>
  letters.some(({ left, right, top, bottom }) => left <= 1 && right >= 0 && top <= 1 && bottom >= 0);

function toWord(letters: Character[]): Word {
  const left = clip(Math.min(...letters.map((letter) => letter.left)));
  const top = clip(Math.min(...letters.map((letter) => letter.top)));
  const right = clip(Math.max(...letters.map((letter) => letter.right)));
  const bottom = clip(Math.max(...letters.map((letter) => letter.bottom)));
  // A lone half of a surrogate pair is not text that a database takes.
  const text = spelled(letters).toWellFormed();
  return { text, x: left, y: top, width: round(right - left), height: round(bottom - top) };
}

const spelled = (letters: Character[]): string => String.fromCodePoint(...letters.map(({ code }) => code));
const round = (fraction: number): number => Math.round(fraction * 100_000) / 100_000;
const clip = (fraction: number): number => round(Math.min(1, Math.max(0, fraction)));
