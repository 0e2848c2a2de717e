import { Redis, type RedisOptions } from "ioredis";
import type { Presence } from "./presence.ts";

/** How often an open connection is tried: that it is dead should be known before anybody needs it. */
const HEARTBEAT_MS = 1000;

/** How long a worker's connection blocks in Redis at most; jobs that wait to be tried again come within two seconds. */
export const BLOCK_SECONDS = 1;

// A Redis that froze, or whose host is gone, closes nothing: a connection that owes an answer for so long is dead.
// Longer than a command may take, and than a worker blocks.
const REQUESTS_SILENCE_MS = 2000;
const WORK_SILENCE_MS = 3000;

// Whatever is lost is found again soon: nobody is served a minute late because the last wait was doubled.
const RECONNECTING = {
  connectTimeout: 1000,
  keepAlive: 5000,
  retryStrategy: (times: number) => Math.min(50 * times, 500),
} satisfies RedisOptions;

/**
 * Connects for requests. While Redis is away commands fail at once; one that it does not answer fails after a second.
 *
 * @param url where Redis is
 * @param presence is told when Redis goes and when it is back
 * @returns the connection
 */
export function connectForRequests(url: string, presence: Presence): Redis {
  const redis = new Redis(url, {
    ...RECONNECTING,
    commandTimeout: 1000,
    socketTimeout: REQUESTS_SILENCE_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
  });
  redis.on("error", presence.away);
  redis.on("ready", presence.here);
  return withHeartbeat(redis);
}

/**
 * Connects for what waits for as long as Redis is away: a worker, and who listens.
 *
 * @param url where Redis is
 * @returns the connection; BullMQ makes another one like it, that blocks
 */
export function connectForWork(url: string): Redis {
  const redis = new Redis(url, {
    ...RECONNECTING,
    socketTimeout: WORK_SILENCE_MS,
    maxRetriesPerRequest: null,
  });
  // Said once, where requests connect.
  redis.on("error", () => undefined);
  return withHeartbeat(redis);
}

// The silence is noticed by the socket's timeout: what a heartbeat's answer is matters to nobody.
function withHeartbeat(redis: Redis): Redis {
  const beat = () => redis.status === "ready" && redis.ping().catch(() => undefined);
  const heartbeat = setInterval(beat, HEARTBEAT_MS).unref();
  return redis.once("end", () => clearInterval(heartbeat));
}
