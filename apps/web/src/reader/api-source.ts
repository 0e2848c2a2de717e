import { api } from "@/api/browser.ts";
import { pageImage } from "@/api/client.ts";
import { kept } from "./kept.ts";
import type { BookSource } from "./source.ts";

/** A book as its own page reads it: from the API, as whoever is signed in. */
export function apiSource(id: string): BookSource {
  // Words and links come in one answer.
  const text = kept((page) => api.text(id, page));
  return {
    id,
    picture: (page) => pageImage(id, page),
    sized: (page, width) => pageImage(id, page, width),
    words: async (page) => (await text(page)).words,
    links: async (page) => (await text(page)).links,
    search: (query, portion) => api.search(id, query, portion),
  };
}
