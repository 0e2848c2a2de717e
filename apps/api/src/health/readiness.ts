import type { Services } from "../services.ts";
import { dataOf } from "../supabase/answer.ts";

/** Whether a replica should be sent requests, and if not, because of what. */
export type Readiness = { status: "ready" | "not-ready" | "draining"; redis: boolean; supabase: boolean };

const PATIENCE_MS = 2000;

/**
 * Asks Redis and Supabase, both at once.
 *
 * @param services the connections, and whether this replica is about to leave
 * @returns what they answered
 */
export async function checkReadiness({ redis, clients, isDraining }: Checked): Promise<Readiness> {
  const [redisAnswers, supabaseAnswers] = await Promise.all([
    answers(redis.ping()),
    answers(askSupabase(clients.anybody)),
  ]);
  const both = redisAnswers && supabaseAnswers;
  const status = isDraining() ? "draining" : both ? "ready" : "not-ready";
  return { status, redis: redisAnswers, supabase: supabaseAnswers };
}

type Checked = Pick<Services, "redis" | "clients" | "isDraining">;

// One row, as anybody: it takes the gateway, the database and our schema to answer.
async function askSupabase(supabase: Services["clients"]["anybody"]): Promise<unknown> {
  const one = supabase.from("books").select("id").limit(1);
  return dataOf(await one.abortSignal(AbortSignal.timeout(PATIENCE_MS)));
}

async function answers(question: Promise<unknown>): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(resolve, PATIENCE_MS, false).unref());
  const answered = question.then(
    () => true,
    () => false,
  );
  return Promise.race([answered, late]);
}
