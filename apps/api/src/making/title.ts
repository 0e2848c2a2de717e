const MOST_LETTERS = 200;

// What programs put there when nobody told them anything, and what they put around it.
const NO_TITLE =
  /^(untitled|unbenannt|sans titre|no ?title|title|document|dokument|presentation|powerpoint presentation|slide|book|sheet|layout|scan|print|output|microsoft word|\(?null\)?)[\s_-]*\d*$/i;
const AROUND = /^(microsoft (word|powerpoint|excel|office word)|powerpoint)\s*-\s*/i;
const ENDING = /\.(docx?|odt|rtf|pptx?|odp|xlsx?|pdf|indd|tex|dvi|ps|html?|txt|qxp|qxd|pages|key)$/i;
// Nor is what turns the letters of whatever stands behind it around.
const UNKEEPABLE = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\ufffd\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Makes a book's title of what its PDF calls itself, if a person would have written it.
 *
 * @param told as it stands in the PDF
 * @returns 2 to 200 letters, or undefined when it says nothing: "untitled", a path, a number, no letters
 */
export function sensibleTitle(told: string): string | undefined {
  const line = told.replace(UNKEEPABLE, " ").replace(/\s+/g, " ").trim();
  const title = line.replace(AROUND, "").replace(ENDING, "").trim();
  if (NO_TITLE.test(title) || /^([a-z]:)?[\\/]|:\/\//i.test(title)) return undefined;
  if ((title.match(/\p{L}/gu) ?? []).length < 2) return undefined;
  return Array.from(title).slice(0, MOST_LETTERS).join("");
}
