import { clearDeleted } from "./books/deleting.ts";
import { forgetKeys } from "./creations/once.ts";
import { describe, type Log } from "./log.ts";
import { requeueForgotten } from "./making/forgotten.ts";
import type { Services } from "./services.ts";

const EVERY_MS = 60_000;
const FORGOTTEN_AGE_MS = 60_000;

/**
 * Does now and then what nobody asks for: forgotten books are asked for again, deleted ones cleared and keys
 * forgotten after their day.
 * Each replica does it; what two do at once is done as well.
 *
 * @param services the queue, Supabase as the service, and where to write
 * @returns how to stop
 */
export function keepHouse({ queue, clients, log }: Pick<Services, "queue" | "clients" | "log">): () => void {
  const chores: [name: string, chore: () => Promise<unknown>][] = [
    ["look for forgotten books", () => requeueForgotten(queue, clients, new Date(Date.now() - FORGOTTEN_AGE_MS))],
    ["clear deleted books", () => clearDeleted(clients.service, new Date())],
    ["forget old keys", () => forgetKeys(clients.service, new Date())],
  ];
  const timer = setInterval(() => chores.forEach(([name, chore]) => void done(name, chore, log)), EVERY_MS);
  return () => clearInterval(timer);
}

const done = (name: string, chore: () => Promise<unknown>, log: Log): Promise<unknown> =>
  chore().catch((error) => log.warn(`cannot ${name}`, { error: describe(error) }));
