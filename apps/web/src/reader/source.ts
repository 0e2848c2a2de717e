import type { Hits, Word } from "@flipdocs/contract";
import type { Portion } from "@/api/client.ts";

/** Where the reader has a book's pages from: its owner's API, or a link that was shared. */
export interface BookSource {
  /** Names the book in this browser's storage. */
  id: string;
  /** The address of a page's picture. */
  picture(page: number): string;
  /** The words of a page, in reading order. */
  words(page: number): Promise<Word[]>;
  /** Looks for what was typed; rejects with an error whose message is for people. */
  search(query: string, portion?: Portion): Promise<Hits>;
}
