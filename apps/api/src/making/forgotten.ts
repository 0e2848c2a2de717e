import { dataOf } from "../supabase/answer.ts";
import type { Clients } from "../supabase/clients.ts";
import type { BookQueue } from "./queue.ts";

/**
 * Asks again for the books that were begun before a time and are neither made nor in the queue: their replica died between
 * the two, or Redis lost its jobs. Asking for one that is in the queue changes nothing.
 *
 * @param queue where jobs go
 * @param clients to speak to Supabase as the service
 * @param before the time
 */
export async function requeueForgotten(queue: BookQueue, { service }: Clients, before: Date): Promise<void> {
  const making = service.from("books").select("id").eq("status", "making").is("deleted_at", null);
  const books = dataOf(await making.lt("created_at", before.toISOString()));
  for (const { id } of books) await queue.add(id);
}
