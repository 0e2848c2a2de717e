/**
 * What the proxy adds to an answer: the API asked directly and through it, in turns, on the production stack of the
 * tests. One table on standard output.
 *
 *   bun bench/proxy.ts        needs Docker; builds the images that are missing
 */
import { Agent, request } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import { startStack } from "../compose/test/stack/global-setup.ts";
import { composeCommand, type StackFacts } from "../compose/test/stack/stack.ts";
import { anybody } from "../testing/asking.ts";
import { percentile } from "../testing/load.ts";
import { docker } from "../testing/programs.ts";

const ROUNDS = 10;
const REQUESTS = 300;

type Ask = () => Promise<number>;

/** Milliseconds until the answer's last byte. */
function timed(send: typeof request | typeof tlsRequest, options: object): Ask {
  return () =>
    new Promise((done, failed) => {
      const started = performance.now();
      const headers = { host: "flipdocs.test", "x-forwarded-for": anybody() };
      const asked = send({ path: "/health", ...options, headers }, (response) => {
        if (response.statusCode !== 200) failed(new Error(`answered with ${response.statusCode}`));
        response.resume().on("end", () => done(performance.now() - started));
      });
      asked.on("error", failed).end();
    });
}

async function addressOf(facts: StackFacts, service: string): Promise<string> {
  const [id = ""] = (await composeCommand(facts, "ps", "--quiet", service)).split("\n");
  return docker("inspect", "--format", `{{(index .NetworkSettings.Networks "${facts.project}_app").IPAddress}}`, id);
}

const { facts, stop } = await startStack();
try {
  const [api, proxy] = [await addressOf(facts, "api"), await addressOf(facts, "proxy")];
  const ways: Record<string, Ask> = {
    "the API itself": timed(request, { host: api, port: 3001, agent: new Agent({ keepAlive: true, maxSockets: 1 }) }),
    "through the proxy, TLS": timed(tlsRequest, {
      host: proxy,
      port: 8443,
      path: "/api/health",
      servername: "flipdocs.test",
      rejectUnauthorized: false,
      agent: new TlsAgent({ keepAlive: true, maxSockets: 1 }),
    }),
  };
  const times: Record<string, number[]> = {};
  for (let round = 0; round < ROUNDS; round++)
    for (const [way, ask] of Object.entries(ways)) {
      await ask();
      for (let i = 0; i < REQUESTS; i++) times[way] = [...(times[way] ?? []), await ask()];
    }
  const row = (way: string, share: number) =>
    percentile({ times: [...(times[way] ?? [])].sort((a, b) => a - b) }, share);
  const [direct = "", behind = ""] = Object.keys(ways);
  console.log("| ms | p50 | p95 |\n| --- | --- | --- |");
  for (const way of [direct, behind])
    console.log(`| ${way} | ${row(way, 0.5).toFixed(2)} | ${row(way, 0.95).toFixed(2)} |`);
  const added = [0.5, 0.95].map((share) => (row(behind, share) - row(direct, share)).toFixed(2));
  console.log(`| what the proxy adds | ${added.join(" | ")} |`);
} finally {
  await stop();
}
