const MOST_LETTERS = 200;

/** What may be searched for, of what stands in an address: up to 200 letters, none of them half, and no NUL. */
export const searchable = (typed: string): string =>
  typed
    .slice(0, MOST_LETTERS)
    .replace(/[\0\p{Cs}]/gu, "")
    .trim();

/** How many books are left out, as it stands in an address; none where it says something else. */
export const wholeNumber = (typed: string): number => (/^\d{1,9}$/.test(typed) ? Number(typed) : 0);
