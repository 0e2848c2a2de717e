/**
 * A word as it stands in a text. One that ends with a soft hyphen or a space without a width goes on in the next: it was
 * broken over a line, or stands in a script that puts no spaces between words.
 *
 * @param word its text
 * @returns it with a space behind it, where there is one
 */
export const spaced = (word: string): string => (/[\u00ad\u200b]$/.test(word) ? word.slice(0, -1) : `${word} `);

/** @returns the text that words make, in reading order */
export const textOf = (words: readonly { text: string }[]): string =>
  words
    .map(({ text }) => spaced(text))
    .join("")
    .trimEnd();
