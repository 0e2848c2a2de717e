import type { Creatable, Supabase } from "@flipdocs/supabase";
import type { z } from "zod";
import { Problem } from "../problems/problem.ts";
import { dataOf } from "../supabase/answer.ts";
import type { Asked } from "./key.ts";

/** How something is made once. */
export type Making<T> = {
  /** What an answer is. */
  shape: z.ZodType<T>;
  /** The id that it has if it is made now. */
  id: string;
  /** Says what its row is to be; refuses what cannot be made. */
  row: () => Promise<Creatable>;
  /** Goes on once the row is there: what it throws is no answer, and the row must be gone then. */
  go: () => Promise<T>;
  /** Reads what was made before, under its id. */
  read: (id: string) => Promise<T>;
};

/**
 * Makes something, unless it was made under this key before: then the first answer is given again. The database promises
 * it, whichever replica is asked, and whatever has become of the one that was asked first.
 *
 * @param supabase acts as whoever asks
 * @param asked under which key, and for what
 * @param making how it is made
 * @returns what was made, now or before
 * @throws Problem `key-reused` when the key is another request's, `key-under-way` while the first is at it; what
 *   the steps throw
 */
export async function once<T>(supabase: Supabase, asked: Asked, making: Making<T>): Promise<T> {
  const { shape, id, row, go, read } = making;
  const told = await keptUnder(supabase, asked.key);
  // First of all: what was made may be one too many by now.
  if (told?.answer && told.request === asked.request) return shape.parse(told.answer);
  const said = dataOf(await supabase.rpc("create_once", { ...asked, made: id, ...(await row()) }));
  if (said.state === "other") throw new Problem("key-reused");
  if (said.state === "under way") throw new Problem("key-under-way");
  if (said.state === "done") return shape.parse(said.answer);
  const answer = await (said.state === "made" ? read(said.made) : go());
  // Where it cannot be kept, what was made says it itself.
  await supabase.from("creations").update({ answer }).eq("key", asked.key);
  return answer;
}

/** How long a key counts, in milliseconds. The database has the same in its `create_once`. */
const KEPT_MS = 24 * 60 * 60 * 1000;

const isToday = (time: string): boolean => Date.parse(time) > Date.now() - KEPT_MS;

/** Whether something was asked for under a key of this person's, and is answered again rather than made. */
export const wasAsked = async (supabase: Supabase, key: string): Promise<boolean> =>
  (await keptUnder(supabase, key)) !== null;

/** What was asked for under a key within its day, and the answer if there was one. */
async function keptUnder(supabase: Supabase, key: string) {
  const kept = dataOf(
    await supabase.from("creations").select("request, answer, begun_at").eq("key", key).maybeSingle(),
  );
  return kept && isToday(kept.begun_at) ? kept : null;
}

/**
 * Forgets the keys whose day is over.
 *
 * @param service acts as the service
 * @param now the time
 */
export async function forgetKeys(service: Supabase, now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_MS).toISOString();
  dataOf(await service.from("creations").delete().lt("begun_at", before));
}
