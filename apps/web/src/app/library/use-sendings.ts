import { type Book, noRoomFor, type Quota } from "@flipdocs/contract";
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError } from "@/api/problem.ts";
import { uploadBook } from "@/api/upload.ts";
import { refusal } from "./refusal.ts";
import { moved, newName, nextOf, resumed, type Sending, type Stand } from "./sendings.ts";

/**
 * Sends files, a few at once. One that fails stays in the list with its file, and can be tried again; who was signed out
 * and comes back signed in finds it going on.
 *
 * @param onBook - is given each book that came of one
 * @param quota - how much room there is, if that is known
 */
export function useSendings(onBook: (book: Book) => void, quota: Quota | null) {
  const [sendings, setSendings] = useState<Sending[]>([]);
  const leaving = useRef(new Map<number, AbortController>());
  const lastKey = useRef(0);
  const stand = useCallback((key: number, at: Stand) => setSendings((list) => moved(list, key, at)), []);
  const drop = useCallback((key: number) => {
    leaving.current.get(key)?.abort();
    setSendings((list) => list.filter((sending) => sending.key !== key));
  }, []);

  const send = async ({ key, name, file }: Sending) => {
    const own = new AbortController();
    leaving.current.set(key, own);
    stand(key, { is: "sending", share: 0 });
    try {
      const book = await uploadBook(file, name, (share) => stand(key, { is: "sending", share }), own.signal);
      drop(key);
      onBook(book);
    } catch (error) {
      if (!own.signal.aborted) stand(key, afterFailure(error));
    } finally {
      leaving.current.delete(key);
    }
  };

  const next = nextOf(sendings);
  // One effect a turn: whoever goes out now is no longer waiting when it runs again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only whose turn it is decides.
  useEffect(() => {
    if (next) void send(next);
  }, [next?.key]);
  useEffect(() => {
    const back = () => setSendings(resumed);
    window.addEventListener("focus", back);
    return () => window.removeEventListener("focus", back);
  }, []);

  const add = (files: Iterable<File>) => {
    const begun = [...files].map((file): Sending => {
      lastKey.current += 1;
      return { key: lastKey.current, name: newName(), file, stand: firstStand(file, quota) };
    });
    setSendings((list) => [...list, ...begun]);
  };
  return { sendings, add, drop, retry: (key: number) => stand(key, { is: "waiting" }) };
}

/** A file that will never do is refused; one that finds no room does when some is made. */
function firstStand(file: File, quota: Quota | null): Stand {
  const why = refusal(file);
  if (why) return { is: "refused", why };
  const full = quota && noRoomFor(quota, file.size);
  return full ? { is: "failed", why: full } : { is: "waiting" };
}

function afterFailure(error: unknown): Stand {
  if (error instanceof ApiError && error.status === 401) return { is: "signed-out", why: "Your session has ended." };
  return { is: "failed", why: error instanceof Error ? error.message : String(error) };
}
