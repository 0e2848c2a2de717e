/** The words of the API's paths. All else in one is somebody's: a book's id, a link's token, a page's number. */
const WORDS = new Set([
  ..."v1 account auth books contents deleted file image open pages public restore search".split(" "),
  ..."session sessions shares sign-in sign-out sign-up views words".split(" "),
]);

/**
 * Names what is asked of the API.
 *
 * @param path - as it is sent, such as `/v1/books/7/search?q=word`
 * @returns what may be told of it, such as `/v1/books/:id/search`
 */
export function apiRoute(path: string): string {
  const [place = ""] = path.split("?", 1);
  const segments = place.split("/").slice(1, 8);
  return segments.map((segment) => `/${WORDS.has(segment) ? segment : ":id"}`).join("");
}
