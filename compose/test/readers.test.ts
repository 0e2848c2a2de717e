import { connect, type TLSSocket } from "node:tls";
import { afterEach, expect, test } from "vitest";
import { anybody } from "../../testing/asking.ts";
import { mixture, seconds } from "../../testing/load.ts";
import { docker, until } from "../../testing/programs.ts";
import { entry, frame, h2, many } from "./hostile/words.ts";
import { ask, containers, facts } from "./stack/stack.ts";

const held: TLSSocket[] = [];

const letGo = (): void => {
  for (const socket of held.splice(0)) socket.destroy();
};

afterEach(letGo);

/** What the proxy did before is others'. */
const began = new Date().toISOString();

/** As many as one connection may have open. */
const STREAMS = 64;

/** The setting that a stream's first window is empty: its answer's head is taken, and nothing else. */
const TAKES_NOTHING = frame(4, 0, 0, Buffer.from([0, 4, 0, 0, 0, 0]));

/** Asks for a path on connections of HTTP/2, 64 times on each, and reads no answer. */
async function ignore(path: string, from: string, connections: number): Promise<void> {
  const head = [":method GET", ":scheme https", `:path ${path}`, ":authority flipdocs.test", `x-forwarded-for ${from}`];
  const bytes = Buffer.concat(head.map((line) => entry(...(line.split(" ") as [string, string]))));
  const asked = h2(TAKES_NOTHING, ...many(STREAMS, (i) => frame(1, 5, 2 * i + 1, bytes)));
  const to = { port: facts().https, servername: "flipdocs.test", rejectUnauthorized: false, ALPNProtocols: ["h2"] };
  await Promise.all(
    many(connections, () => {
      const socket = connect(to, () => socket.write(asked));
      held.push(socket.on("error", () => undefined));
      // The proxy's own first words: it has heard.
      return new Promise((done) => socket.once("data", done).once("close", done));
    }),
  );
  await seconds(1);
}

/** What the processes of the proxy have for themselves, in MiB. */
async function memory(): Promise<number> {
  const [proxy = ""] = await containers("proxy");
  const lines = await docker("exec", proxy, "bash", "-c", "grep -h RssAnon /proc/[0-9]*/status");
  return [...lines.matchAll(/(\d+) kB/g)].reduce((sum, [, kilobytes]) => sum + Number(kilobytes) / 1024, 0);
}

/** What has a limit of its own, and what once had none: what `return` says is not counted. */
const ANSWERS = {
  "a file": async () => (await mixture(ask))[1] ?? "",
  "a page": async () => "/",
  "what is not there": async () => "/api/no-such-thing",
  "a folder without its slash": async () => "/_next/static",
  "the proxy's health": async () => "/nginx-health",
};

test.each(Object.entries(ANSWERS))("claim 27: %s, asked for 1920 times by one who reads nothing", async (_, path) => {
  const before = await memory();
  await ignore(await path(), anybody(), 30);
  const taken = (await memory()) - before;
  console.info(`${taken.toFixed(1)} MiB`);
  expect(taken).toBeLessThan(10);
});

// Of 128 MB they once took all, and nginx' workers were killed.
test("claim 27: twenty who read nothing leave room for others", async () => {
  const [, file = ""] = await mixture(ask);
  await Promise.all(many(20, () => ignore(file, anybody(), 2)));
  console.info(`${(await memory()).toFixed(0)} MiB`);
  expect((await ask("/")).status).toBe(200);
  expect((await ask("/api/health")).status).toBe(200);
  expect(await memory()).toBeLessThan(160);
  const [proxy = ""] = await containers("proxy");
  expect(await docker("logs", "--since", began, proxy)).not.toContain("exited on signal");
});

/** How often the proxy was started, and what became of its workers. */
async function ends(): Promise<string> {
  const [proxy = ""] = await containers("proxy");
  const killed = (await docker("logs", "--since", began, proxy)).includes("exited on signal");
  return `${await docker("inspect", "--format", "{{.RestartCount}} {{.State.OOMKilled}}", proxy)} ${killed}`;
}

// They have all that there is for requests, which once was more than there is.
test("claim 27: a hundred who read nothing do not end the proxy, and once they have gone all is as before", async () => {
  const before = await ends();
  const [, file = ""] = await mixture(ask);
  await Promise.all(many(100, () => ignore(file, anybody(), 2)));
  console.info(`${(await memory()).toFixed(0)} MiB`);
  expect(await memory()).toBeLessThan(400);
  letGo();
  const isServed = (path: string) =>
    ask(path)
      .then(({ status }) => status === 200)
      .catch(() => false);
  await until(60, async () => (await isServed("/")) && (await isServed("/api/health")));
  expect(await ends()).toBe(before);
  expect(before).toMatch(/ false false$/);
});
