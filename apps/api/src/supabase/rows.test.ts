import { expect, test } from "vitest";
import { rowsShape } from "./rows.ts";

const ID = "5a3b1e00-f11b-4d0c-8000-000000000001";
const fits = (path: string, select: string | null, isOne: boolean, value: unknown) =>
  rowsShape(path, select, isOne).safeParse(value).success;

test.each<[string, string, string | null, boolean, unknown]>([
  ["a list", "books", "id,title", false, [{ id: ID, title: "Tides" }]],
  ["a list without rows", "books", "id", false, []],
  ["one row", "books", "id,page_count", true, { id: ID, page_count: 0 }],
  ["more columns than were asked for", "books", "id", true, { id: ID, more: 1 }],
  ["all columns", "books", "*", true, {}],
  ["no word of columns", "books", null, true, { any: "thing" }],
  ["spaces in the list", "pages", "number,width", true, { number: 1, width: 9 }],
  [
    "those of another table",
    "pages",
    "digest,books(owner,visibility)",
    true,
    { digest: "d", books: { owner: null, visibility: "public" } },
  ],
  ["a table that is not known", "shelves", "id", true, { id: 7 }],
  ["a name that every object has", "constructor", "id", true, { id: 7 }],
  ["a function that is not known", "rpc/later", null, false, "anything"],
  ["a function that every object has", "rpc/toString", null, false, 1],
  ["a function's rows", "rpc/shelf_use", null, false, [{ books: 1, bytes: 2 }]],
  ["a function's word", "rpc/create_once", null, false, { state: "under way" }],
  ["no views to tell", "rpc/count_view", null, false, null],
])("%s fit what was asked for", (_, path, select, isOne, value) => {
  expect(fits(path, select, isOne, value)).toBe(true);
});

test.each<[string, string, string | null, boolean, unknown]>([
  ["one row in place of a list", "books", "id", false, { id: ID }],
  ["a list in place of one row", "books", "id", true, [{ id: ID }]],
  ["a column that is missing", "books", "id,title", true, { id: ID }],
  ["a column that is not known, and missing", "books", "id,shelf", true, { id: ID }],
  ["a column of another kind", "books", "page_count", true, { page_count: "1" }],
  ["fewer than no pages", "books", "page_count", true, { page_count: -1 }],
  ["a page before the first", "pages", "number", true, { number: 0 }],
  ["no time", "books", "created_at", true, { created_at: "yesterday" }],
  ["another status", "books", "status", true, { status: "gone" }],
  ["another table's column that is missing", "pages", "books(owner)", true, { books: {} }],
  ["another table's row that is missing", "pages", "books(owner)", true, { owner: ID }],
  ["a table's row where a function was asked", "rpc/shelf_use", null, false, [{ books: 1 }]],
  ["what was made, without its id", "rpc/create_once", null, false, { state: "made" }],
  ["a word that no function says", "rpc/create_once", null, false, { state: "over" }],
  [
    "a hit on no page",
    "rpc/find_in_book",
    null,
    false,
    { places: 1, pages: 1, hits: [{ page: 0, places: 1, around: [], words: [] }] },
  ],
])("%s is no answer", (_, path, select, isOne, value) => {
  expect(fits(path, select, isOne, value)).toBe(false);
});
