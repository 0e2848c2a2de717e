import { within } from "../deadline.ts";
import type { Services } from "../services.ts";

/**
 * Whether a replica should be sent requests, and if not, because of what. A degraded one serves what it can without
 * the neighbour that is away.
 */
export type Readiness = { status: "ready" | "degraded" | "draining"; redis: boolean; supabase: boolean };

/** For both together: who asks has a deadline, too. */
const PATIENCE_MS = 1500;

/**
 * Asks Redis and Supabase, both at once.
 *
 * @param services the connections, and whether this replica is about to leave
 * @returns what they answered
 */
export async function checkReadiness({ redis, clients, isDraining }: Checked): Promise<Readiness> {
  const [redisAnswers, supabaseAnswers] = await Promise.all([answers(redis.ping()), answers(clients.ask())]);
  const both = redisAnswers && supabaseAnswers;
  const status = isDraining() ? "draining" : both ? "ready" : "degraded";
  return { status, redis: redisAnswers, supabase: supabaseAnswers };
}

type Checked = Pick<Services, "redis" | "clients" | "isDraining">;

async function answers(question: Promise<unknown>): Promise<boolean> {
  const answered = question.then(
    () => true,
    () => false,
  );
  return within(PATIENCE_MS, answered, () => false);
}
