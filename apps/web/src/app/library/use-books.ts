import type { Book } from "@flipdocs/contract";
import { useCallback, useEffect, useState } from "react";
import { api } from "@/api/browser.ts";

/** How often a shelf with unfinished books asks again, in milliseconds. */
const ASK_AGAIN = 1500;

/** A person's books: asks again while one is being made, adds one that was sent, deletes one. */
export function useBooks(initial: Book[]) {
  const [books, setBooks] = useState(initial);
  const [problem, setProblem] = useState("");
  const refresh = useCallback(() => act(setProblem, async () => setBooks(await api.books())), []);
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
  return { books, problem, add, remove };
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
