import { pageImage } from "@/api/addresses.ts";
import type { flipdocsApi } from "@/api/client.ts";
import { kept } from "./kept.ts";
import type { BookSource } from "./source.ts";

type Api = ReturnType<typeof flipdocsApi>;

/**
 * A book as its own page reads it: from the API, as whoever is signed in.
 *
 * @param onGone - is told when the API says that there is nothing to be read any more
 */
export function apiSource(id: string, onGone: () => void): BookSource {
  // Not with the reader: what checks the API's answers is a sixth of its scripts, and pages are seen without it.
  const asked = async <T>(ask: (api: Api) => Promise<T>): Promise<T> => {
    const { api, isGone } = await import("@/api/browser.ts");
    return ask(api).catch((error: unknown) => {
      if (isGone(error)) onGone();
      throw error;
    });
  };
  // Words and links come in one answer.
  const text = kept((page) => asked((api) => api.text(id, page)));
  return {
    id,
    picture: (page) => pageImage(id, page),
    sized: (page, width) => pageImage(id, page, width),
    words: async (page) => (await text(page)).words,
    links: async (page) => (await text(page)).links,
    search: (query, portion) => asked((api) => api.search(id, query, portion)),
  };
}
