import type { Hits } from "@flipdocs/contract";
import type { Supabase } from "@flipdocs/supabase";
import { dataOf } from "../supabase/answer.ts";
import type { Search } from "./search.ts";
import { withSnippet } from "./snippet.ts";

/**
 * Searches a book.
 *
 * @param supabase acts as the reader, who may see the book
 * @param book the book's id
 * @param search what is searched for, and which pages are asked for
 * @returns the totals, and these pages with a snippet each
 */
export async function findIn(supabase: Supabase, book: string, search: Search): Promise<Hits> {
  const found = dataOf(await supabase.rpc("find_in_book", { book, ...search }));
  return { ...found, hits: found.hits.map(withSnippet) };
}
