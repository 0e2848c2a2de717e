import type { Book, Shelf } from "@flipdocs/contract";
import { useCallback, useEffect, useState } from "react";
import { api } from "@/api/browser.ts";
import { joined, shelfOf } from "@/shelf/shelf.ts";

/** How often a shelf with unfinished books asks again, in milliseconds. */
const ASK_AGAIN = 1500;

/** A person's books: asks again while one is being made, adds one that was sent, deletes one, and lists older ones. */
export function useBooks(initial: Shelf) {
  const [{ books, next }, setShelf] = useState(initial);
  const [problem, setProblem] = useState("");
  const setBooks = (change: (books: Book[]) => Book[]) =>
    setShelf((shelf) => ({ ...shelf, books: change(shelf.books) }));
  const refresh = useCallback(
    () =>
      act(setProblem, async () => {
        const asked = await shelfOf(books.length, api.books);
        // Shorter, though there are more: it was asked for before others were listed.
        setShelf((shelf) => (asked.next !== null && asked.books.length < shelf.books.length ? shelf : asked));
      }),
    [books.length],
  );
  useWhile(
    books.some((book) => book.status === "making"),
    refresh,
  );
  const add = (book: Book) => setBooks((known) => [book, ...known.filter(({ id }) => id !== book.id)]);
  const remove = (book: Book) => {
    if (!window.confirm(`Delete “${book.title}”? This cannot be undone.`)) return;
    void act(setProblem, async () => {
      await api.deleteBook(book.id);
      setBooks((known) => known.filter(({ id }) => id !== book.id));
    });
  };
  const more =
    next === null
      ? undefined
      : () =>
          act(setProblem, async () => {
            const older = await api.books(next);
            setShelf((shelf) => (shelf.next === next ? joined(shelf, older) : shelf));
          });
  return { books, problem, add, remove, more };
}

async function act(say: (problem: string) => void, action: () => Promise<void>): Promise<void> {
  try {
    await action();
    say("");
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
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
