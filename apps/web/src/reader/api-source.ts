import { pageImage } from "@/api/addresses.ts";
import { kept } from "./kept.ts";
import type { BookSource } from "./source.ts";

/** Not with the reader: what checks the API's answers is a sixth of its scripts, and pages are seen without it. */
const api = () => import("@/api/browser.ts").then((browser) => browser.api);

/** A book as its own page reads it: from the API, as whoever is signed in. */
export function apiSource(id: string): BookSource {
  // Words and links come in one answer.
  const text = kept(async (page) => (await api()).text(id, page));
  return {
    id,
    picture: (page) => pageImage(id, page),
    sized: (page, width) => pageImage(id, page, width),
    words: async (page) => (await text(page)).words,
    links: async (page) => (await text(page)).links,
    search: async (query, portion) => (await api()).search(id, query, portion),
  };
}
