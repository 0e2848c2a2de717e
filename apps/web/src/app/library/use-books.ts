import type { Book, DeletedBook, Shelf, ShelfOrder } from "@flipdocs/contract";
import { useCallback, useEffect, useState } from "react";
import { api, library } from "@/api/browser.ts";
import { ApiError } from "@/api/problem.ts";
import { hasEnded } from "@/session/trouble.tsx";
import { joined, shelfOf } from "@/shelf/shelf.ts";

/** How often a shelf with unfinished books asks again, in milliseconds. */
const ASK_AGAIN = 1500;

/**
 * A person's books, and those that were deleted lately: asks again while one is being made, and does what is wanted.
 *
 * @param changed - is called when there are more of them or fewer, the deleted ones counted in
 */
export function useBooks(initial: Shelf, deleted: DeletedBook[], sort: ShelfOrder, changed: () => void) {
  const [{ books, next }, setShelf] = useState(initial);
  const [gone, setGone] = useState(deleted);
  const [trouble, setTrouble] = useState<unknown>(null);
  const act = useCallback(async (action: () => Promise<void>) => {
    try {
      await action();
      setTrouble(null);
    } catch (error) {
      setTrouble(error);
    }
  }, []);
  const setBooks = (change: (books: Book[]) => Book[]) =>
    setShelf((shelf) => ({ ...shelf, books: change(shelf.books) }));
  const look = useCallback(async () => {
    const asked = await shelfOf(books.length, (after) => library.shelf({ sort, ...(after ? { after } : {}) }));
    // Shorter, though there are more: it was asked for before others were listed.
    setShelf((shelf) => (asked.next !== null && asked.books.length < shelf.books.length ? shelf : asked));
  }, [books.length, sort]);
  const refresh = useCallback(() => act(look), [act, look]);
  useWhile(books.some((book) => book.status === "making") && !hasEnded(trouble), refresh);
  /** Does something with a book. Where it is not there, another tab has been quicker: what there is by now is shown. */
  const change = (action: () => Promise<void>) =>
    act(() =>
      action().catch(async (error: unknown) => {
        if (!(error instanceof ApiError && error.status === 404)) throw error;
        await look();
        setGone(await library.deleted());
      }),
    );
  const without = (id: string) => (known: Book[]) => known.filter((book) => book.id !== id);
  const add = (book: Book) => setBooks((known) => [book, ...without(book.id)(known)]);
  return {
    books,
    next,
    gone,
    trouble,
    add: (book: Book) => {
      add(book);
      changed();
    },
    remove: (book: Book) =>
      change(async () => {
        await api.deleteBook(book.id);
        setBooks(without(book.id));
        setGone(await library.deleted());
      }),
    restore: ({ id }: DeletedBook) =>
      change(async () => {
        add(await library.restore(id));
        setGone((known) => known.filter((book) => book.id !== id));
      }),
    clear: ({ id }: DeletedBook) =>
      change(async () => {
        await library.clear(id);
        setGone((known) => known.filter((book) => book.id !== id));
        changed();
      }),
    rename: (book: Book, title: string) =>
      change(async () => {
        const renamed = await library.rename(book.id, title);
        setBooks((known) => known.map((one) => (one.id === book.id ? renamed : one)));
      }),
    more: () =>
      act(async () => {
        if (next === null) return;
        const rest = await library.shelf({ sort, after: next });
        setShelf((shelf) => (shelf.next === next ? joined(shelf, rest) : shelf));
      }),
  };
}

function useWhile(needed: boolean, action: () => Promise<void>): void {
  useEffect(() => {
    if (!needed) return;
    let timer: ReturnType<typeof setTimeout>;
    const again = () => {
      timer = setTimeout(() => action().finally(() => !stopped && again()), ASK_AGAIN);
    };
    let stopped = false;
    again();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [needed, action]);
}
