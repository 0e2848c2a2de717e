import { setTimeout as sleep } from "node:timers/promises";
import { createApp } from "./app.ts";
import { readEnv } from "./env.ts";
import { keepHouse } from "./housekeeping.ts";
import { createLog, describe } from "./log.ts";
import { startBookWorker } from "./making/worker.ts";
import { offerSample } from "./sample/sample.ts";
import { createServices } from "./services.ts";
import { startTracing } from "./tracing/start.ts";

const env = readEnv(process.env);
const log = createLog();
const leaving = new AbortController();
const tracing = await startTracing(env, log);
const services = createServices(env, log, () => leaving.signal.aborted, tracing);
const app = createApp(services).listen({ port: env.PORT, hostname: env.HOST });
const worker = startBookWorker(env, log, services);
const stopHousekeeping = keepHouse(services);
if (env.SAMPLE_BOOK) void offerSample(env.SAMPLE_BOOK, services, leaving.signal);
log.info("listening", { port: app.server?.port });

/** Leaves without dropping anything: /ready fails, proxies notice, what is in flight is finished. */
async function leave(): Promise<void> {
  if (leaving.signal.aborted) return;
  leaving.abort();
  log.info("draining", { seconds: env.DRAIN_SECONDS });
  stopHousekeeping();
  await Promise.all([worker.close(), finishRequests()]);
  await services.queue.close();
  services.news.close();
  services.redis.disconnect();
  await tracing?.close();
  log.info("left");
  process.exit(0);
}

/** Who sends on and on is not waited for: that would be until we are killed, with all that others have in hand. */
async function finishRequests(): Promise<void> {
  await sleep(env.DRAIN_SECONDS * 1000);
  await Promise.race([app.server?.stop(), sleep(env.FINISH_SECONDS * 1000)]);
}

process.on("SIGTERM", leave);
process.on("SIGINT", leave);
process.on("unhandledRejection", (error) => log.error("unhandled rejection", { error: describe(error) }));
