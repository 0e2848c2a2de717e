import type { Tracing } from "@flipdocs/tracing";
import type { Redis } from "ioredis";
import { endAtSupabase } from "./auth/account.ts";
import { type Attempts, createAttempts } from "./auth/attempts.ts";
import { createReaders, type Readers } from "./auth/readers.ts";
import { rememberSessions } from "./auth/remembered.ts";
import { createSessions, type Session, type Sessions } from "./auth/sessions.ts";
import { type CountSignUp, createSignUps } from "./auth/sign-ups.ts";
import { createKnownBooks, type KnownBooks } from "./books/known-books.ts";
import type { Env } from "./env.ts";
import { checkReadiness } from "./health/readiness.ts";
import type { Log } from "./log.ts";
import { type BookNews, createBookNews } from "./making/news.ts";
import { type BookQueue, createBookQueue } from "./making/queue.ts";
import { createMetrics, type Metrics } from "./metrics/metrics.ts";
import { followPresence } from "./neighbours/presence.ts";
import { connectForRequests, connectForWork } from "./neighbours/redis.ts";
import { type Clients, createClients } from "./supabase/clients.ts";
import { tracedFetch } from "./tracing/supabase.ts";

/** What the routes need, made once at boot. */
export type Services = {
  env: Env;
  log: Log;
  redis: Redis;
  clients: Clients;
  sessions: Sessions;
  readers: Readers;
  attempts: Attempts;
  countSignUp: CountSignUp;
  queue: BookQueue;
  news: BookNews;
  knownBooks: KnownBooks;
  metrics: Metrics;
  /** How spans are made; undefined where none are wanted. */
  tracing: Tracing | undefined;
  /** Whether this replica is about to leave. */
  isDraining: () => boolean;
};

/**
 * Makes the services. Nothing is waited for: a replica that cannot reach Redis yet says so in /ready.
 *
 * @param env the checked environment
 * @param log where to write
 * @param isDraining whether this replica is about to leave
 * @param tracing how spans are made, if any are wanted
 * @returns the services
 */
export function createServices(env: Env, log: Log, isDraining: () => boolean, tracing?: Tracing): Services {
  const redis = connectForRequests(env.REDIS_URL, followPresence("redis", log));
  const clients = createClients(env, followPresence("supabase", log), tracing ? tracedFetch : undefined);
  const endElsewhere = (session: Session) => void endAtSupabase(clients, session);
  const sessions = rememberSessions(createSessions(redis, endElsewhere), clients);
  const readers = createReaders(sessions, clients);
  const attempts = createAttempts(redis);
  const countSignUp = createSignUps(redis);
  const queue = createBookQueue(redis);
  const news = createBookNews(redis, connectForWork(env.REDIS_URL));
  const knownBooks = createKnownBooks(redis);
  const dependencies = async () => {
    const { redis: redisAnswers, supabase } = await checkReadiness({ redis, clients, isDraining });
    return { redis: redisAnswers, supabase };
  };
  const metrics = createMetrics({ jobs: queue.counts, dependencies, spans: tracing?.counts }, env.FLIPDOCS_RELEASE);
  const people = { sessions, readers, attempts, countSignUp };
  return { env, log, redis, clients, ...people, queue, news, knownBooks, metrics, tracing, isDraining };
}
