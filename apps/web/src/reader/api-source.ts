import { api } from "@/api/browser.ts";
import { pageImage } from "@/api/client.ts";
import type { BookSource } from "./source.ts";

/** A book as its own page reads it: from the API, as whoever is signed in. */
export function apiSource(id: string): BookSource {
  return {
    id,
    picture: (page) => pageImage(id, page),
    words: (page) => api.words(id, page),
    search: (query, portion) => api.search(id, query, portion),
  };
}
