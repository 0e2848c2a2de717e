import type { Book, Page } from "@flipdocs/contract";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { api } from "@/api/browser.ts";

/** How often a book that is being made is asked for more pages, in milliseconds. */
const ASK_AGAIN = 700;

/**
 * The pages of a book that are made, more and more of them. When there will be no more, the page is asked for anew: it says why.
 *
 * @param book - as it was when it was opened
 * @param begun - the pages that were made then
 */
export function useMade(book: Book, begun: Page[]): Page[] {
  const router = useRouter();
  const [made, setMade] = useState(begun);
  const isWhole = book.status === "ready" || made.length >= book.pageCount;
  useEffect(() => {
    if (isWhole) return;
    const look = async () => {
      const more = await api.pages(book.id, made.length);
      if (more.length === 0 && (await api.book(book.id)).status === "failed") router.refresh();
      return [...made, ...more];
    };
    let isOver = false;
    const timer = setTimeout(async () => {
      // Where there is no answer at the moment, it looks again: a new list of the same pages is a reason to.
      const now = await look().catch(() => [...made]);
      if (!isOver) setMade(now);
    }, ASK_AGAIN);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [book, made, isWhole, router]);
  return made;
}
