import { type Hit, spaced } from "@flipdocs/contract";

/**
 * Makes of the words around a place the text to show for it.
 *
 * @param around the words, and which of them were found
 * @returns the text, and where in it each part that was found begins and ends
 */
export function snippetOf(around: readonly { text: string; found: boolean }[]): Pick<Hit, "snippet" | "marks"> {
  const marks: Hit["marks"] = [];
  let snippet = "";
  let before = false;
  for (const { text, found } of around) {
    const start = snippet.length;
    snippet += spaced(text);
    const end = snippet.trimEnd().length;
    const last = marks.at(-1);
    if (found && before && last) last[1] = end;
    else if (found) marks.push([start, end]);
    before = found;
  }
  return { snippet: snippet.trimEnd(), marks };
}

type Around = Parameters<typeof snippetOf>[0];

/** @returns what was found on a page, with the text to show for it in place of the words around it */
export const withSnippet = <Found extends { around: Around }>({ around, ...hit }: Found) => ({
  ...hit,
  ...snippetOf(around),
});
