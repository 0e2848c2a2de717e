import type { Hits, PageLink, PictureWidth, Word } from "@flipdocs/contract";
import type { Portion } from "@/api/client.ts";

/** Where the reader has a book's pages from: its owner's API, or a link that was shared. */
export interface BookSource {
  /** Names the book in this browser's storage. */
  id: string;
  /** The address of a page's picture. */
  picture(page: number): string;
  /** The address of its picture at another width; it may answer 202 while that is being drawn. */
  sized?(page: number, width: PictureWidth): string;
  /** The words of a page, in reading order. */
  words(page: number): Promise<Word[]>;
  /** The links of a page. */
  links?(page: number): Promise<PageLink[]>;
  /** Looks for what was typed; rejects with an error whose message is for people. */
  search(query: string, portion?: Portion): Promise<Hits>;
}
