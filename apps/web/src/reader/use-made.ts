import type { Book, Contents, Page } from "@flipdocs/contract";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { type Asked, follow, isWhole, type Known } from "./follow.ts";

/**
 * What is known of a book, more and more while it is being made. When there will be no more, the page is asked for anew: it
 * says why.
 *
 * @param book - as it was when it was opened
 * @param pages - those that were made then
 * @param contents - what the PDF said of itself then
 */
export function useMade({ id, title, status, pageCount }: Book, pages: Page[], contents: Contents): Known {
  const router = useRouter();
  const [known, setKnown] = useState<Known>({ title, pageCount, pages, contents });
  const [first] = useState(known);
  const isBeingMade = status === "making";
  useEffect(() => {
    if (!isBeingMade || isWhole(first)) return;
    const leaving = new AbortController();
    void follow(first, asking(id), setKnown, wait, leaving.signal).then((isThere) => isThere || router.refresh());
    return () => leaving.abort();
  }, [id, first, isBeingMade, router]);
  return known;
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Not with the reader, as in api-source.ts. */
const browser = () => import("@/api/browser.ts");

function asking(id: string): Asked {
  return {
    pages: async (after) => (await browser()).api.pages(id, after),
    contents: async () => (await browser()).api.contents(id),
    standing: async () => {
      const { api, isGone } = await browser();
      try {
        const { status, ...standing } = await api.standing(id);
        return status === "failed" ? null : standing;
      } catch (error) {
        if (isGone(error)) return null;
        throw error;
      }
    },
  };
}
