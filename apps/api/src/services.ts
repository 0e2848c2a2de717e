import { Redis } from "ioredis";
import { createReaders, type Readers } from "./auth/readers.ts";
import { createSessions, type Sessions } from "./auth/sessions.ts";
import type { Env } from "./env.ts";
import { checkReadiness } from "./health/readiness.ts";
import { describe, type Log } from "./log.ts";
import { type BookQueue, createBookQueue } from "./making/queue.ts";
import { createMetrics, type Metrics } from "./metrics/metrics.ts";
import { type Clients, createClients } from "./supabase/clients.ts";

/** What the routes need, made once at boot. */
export type Services = {
  env: Env;
  log: Log;
  redis: Redis;
  clients: Clients;
  sessions: Sessions;
  readers: Readers;
  queue: BookQueue;
  metrics: Metrics;
  /** Whether this replica is about to leave. */
  isDraining: () => boolean;
};

/**
 * Makes the services. Nothing is waited for: a replica that cannot reach Redis yet says so in /ready.
 *
 * @param env the checked environment
 * @param log where to write
 * @param isDraining whether this replica is about to leave
 * @returns the services
 */
export function createServices(env: Env, log: Log, isDraining: () => boolean): Services {
  // A request must not wait for a Redis that is away.
  const redis = new Redis(env.REDIS_URL, { maxRetriesPerRequest: 1, commandTimeout: 5000 });
  redis.on("error", (error) => log.warn("Redis cannot be reached", { error: describe(error) }));
  const clients = createClients(env);
  const sessions = createSessions(redis);
  const readers = createReaders(sessions, clients);
  const queue = createBookQueue(redis);
  const dependencies = async () => {
    const { redis: redisAnswers, supabase } = await checkReadiness({ redis, clients, isDraining });
    return { redis: redisAnswers, supabase };
  };
  const metrics = createMetrics({ jobs: queue.counts, dependencies }, env.FLIPDOCS_RELEASE);
  return { env, log, redis, clients, sessions, readers, queue, metrics, isDraining };
}
