import { describe, type Log } from "../log.ts";
import { dataOf } from "../supabase/answer.ts";
import type { Clients } from "../supabase/clients.ts";
import type { BookQueue } from "./queue.ts";

const EVERY_MS = 60_000;
const AGE_MS = 60_000;

/**
 * Asks, now and then, for the books again that are neither made nor in the queue: their replica died between the
 * two, or Redis lost its jobs. Asking for one that is in the queue changes nothing.
 *
 * @param queue where jobs go
 * @param clients to speak to Supabase as the service
 * @param log where to write
 * @returns how to stop
 */
export function watchForgottenBooks(queue: BookQueue, clients: Clients, log: Log): () => void {
  const look = () =>
    requeueForgotten(queue, clients, new Date(Date.now() - AGE_MS)).catch((error) =>
      log.warn("cannot look for forgotten books", { error: describe(error) }),
    );
  const timer = setInterval(look, EVERY_MS);
  return () => clearInterval(timer);
}

/**
 * Asks once more for every book that was begun before a time and is still being made.
 *
 * @param queue where jobs go
 * @param clients to speak to Supabase as the service
 * @param before the time
 */
export async function requeueForgotten(queue: BookQueue, { service }: Clients, before: Date): Promise<void> {
  const making = service.from("books").select("id").eq("status", "making");
  const books = dataOf(await making.lt("created_at", before.toISOString()));
  for (const { id } of books) await queue.add(id);
}
