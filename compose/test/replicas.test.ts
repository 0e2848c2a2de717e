import { afterAll, expect, test } from "vitest";
import { type Answered, load, mixture, percentile } from "../../testing/load.ts";
import { docker, run, until } from "../../testing/programs.ts";
import { crash, healthyAgain, restarts } from "./stack/crash.ts";
import { address, ask, compose, containers, lastUpstreams } from "./stack/stack.ts";

/** FLIPDOCS_LOAD_PAGES=600 is half a minute without Redis. */
const PAGES_WITHOUT_REDIS = Number(process.env.FLIPDOCS_LOAD_PAGES ?? 100);

/** The exit code of a container that was killed, as Docker does when the time to stop is over. */
const SIGKILL = "137";

/** The upstream addresses of the last answers that the proxy gave. */
async function recentUpstreams(count: number): Promise<string[]> {
  const [proxy = ""] = await containers("proxy");
  return lastUpstreams(proxy, count);
}

afterAll(() => compose("up", "--detach", "--wait"));

test("claim 50: both replicas of both services are asked", async () => {
  for (let i = 0; i < 12; i++)
    await Promise.all([ask("/sign-in"), ask("/sign-in"), ask("/api/health"), ask("/api/health")]);
  const upstreams = new Set(await recentUpstreams(48));
  for (const service of ["web", "api"])
    for (const container of await containers(service)) {
      const port = service === "web" ? 3000 : 3001;
      expect(upstreams).toContain(`${await address(container, "app")}:${port}`);
    }
});

test("--scale web=3 takes traffic at once", async () => {
  await compose("up", "--detach", "--wait", "--no-deps", "--no-recreate", "--scale", "web=3", "web");
  const all = await containers("web");
  expect(all).toHaveLength(3);
  const addresses = await Promise.all(all.map((container) => address(container, "app")));
  await until(60, async () => {
    await Promise.all(Array.from({ length: 9 }, () => ask("/icon.svg")));
    const upstreams = await recentUpstreams(9);
    return addresses.every((one) => upstreams.some((upstream) => upstream.startsWith(one)));
  });
  await compose("up", "--detach", "--wait", "--no-deps", "--no-recreate", "--scale", "web=2", "web");
});

test.each(["web", "api"])(
  "a replica of %s that dies under load costs no GET, and comes back by itself",
  async (service) => {
    const [victim = ""] = await containers(service);
    const before = await restarts(victim);
    const during = async (answered: Answered) => {
      await answered(250);
      await crash(victim);
      await answered(250);
      await healthyAgain(victim, before + 1);
      await answered(250);
    };
    // What two busy cores can answer: more would wait in line, and so would the replica that starts.
    const outcome = await load(await mixture(ask), { perSecond: 50 }, during, ask);
    console.info(`${service}: ${outcome.sent} requests, slowest ${percentile(outcome, 1).toFixed(0)} ms`);
    expect(outcome.failures).toEqual({});
    expect(await restarts(victim)).toBe(before + 1);
  },
);

// Nothing but the time tells a frozen replica from a slow one: each GET that comes to it is asked of another.
const slow = test.skipIf(!process.env.FLIPDOCS_SLOW);
slow.each(["web", "api"])(
  "a replica of %s that is frozen costs no GET (a minute: FLIPDOCS_SLOW=1)",
  async (service) => {
    const [frozen = ""] = await containers(service);
    const times: number[] = [];
    await docker("pause", frozen);
    try {
      for (let i = 0; i < 20; i++) {
        const started = performance.now();
        const answers = await Promise.all(["/sign-in", "/api/health", "/icon.svg"].map((path) => ask(path)));
        times.push(performance.now() - started);
        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      }
    } finally {
      await docker("unpause", frozen);
    }
    times.sort((a, b) => a - b);
    const [half, most] = [0.5, 1].map((share) => percentile({ times }, share).toFixed(0));
    console.info(`${service}: three answers each within ${half} ms (p50), ${most} ms at most`);
  },
);

test("claim 28: after web's containers were made anew, the next request gets 200", async () => {
  const old = await containers("web");
  await compose("up", "--detach", "--wait", "--force-recreate", "--no-deps", "web");
  expect((await ask("/")).status).toBe(200);
  expect(await containers("web")).not.toEqual(expect.arrayContaining(old));
});

test("claim 28: containers that are made anew one after the other, under load, cost no GET, and none is killed", async () => {
  const scale = (count: number) =>
    compose("up", "--detach", "--wait", "--no-deps", "--no-recreate", "--scale", `web=${count}`, "web");
  let ended = "";
  const during = async (answered: Answered) => {
    const before = await containers("web");
    await scale(3);
    const [third = ""] = (await containers("web")).filter((one) => !before.includes(one));
    const at = await address(third, "app");
    await until(60, async () => (await recentUpstreams(50)).some((upstream) => upstream.startsWith(at)));
    const code = docker("wait", third);
    await scale(2);
    ended = await code;
    await answered(50);
  };
  const outcome = await load(await mixture(ask), { perSecond: 50 }, during, ask);
  expect(outcome.sent).toBeGreaterThan(100);
  expect(outcome.failures).toEqual({});
  expect(ended).not.toBe(SIGKILL);
});

test("with Redis stopped pages still load; once it is back, so is everything", async () => {
  const away = async (answered: Answered) => {
    await compose("stop", "--timeout", "3", "redis");
    try {
      await answered(PAGES_WITHOUT_REDIS);
      await until(60, async () => {
        const { redis, supabase } = JSON.parse((await ask("/api/ready")).body);
        return redis === false && supabase === true;
      });
    } finally {
      await compose("start", "redis");
    }
  };
  const outcome = await load(["/", "/sign-in", "/icon.svg"], { perSecond: 20 }, away, ask);
  console.info(`${outcome.sent} pages without Redis, slowest ${percentile(outcome, 1).toFixed(0)} ms`);
  expect(outcome.failures).toEqual({});
  await until(30, async () => (await ask("/api/ready")).status === 200);
});

test("what was in Redis is there after it was killed", async () => {
  const [redis = ""] = await containers("redis");
  const shell = (line: string) =>
    docker("exec", redis, "sh", "-c", `export REDISCLI_AUTH=$(cat /run/secrets/redis_password); ${line}`);
  const cli = (command: string) => shell(`redis-cli ${command}`);
  // Redis itself says when what one connection wrote is on the disk.
  expect(await shell("printf 'set test:kept yes\\nwaitaof 1 0 60000\\n' | redis-cli")).toBe("OK\n1\n0");
  const before = await restarts(redis);
  await crash(redis);
  await healthyAgain(redis, before + 1);
  await until(60, async () => (await cli("get test:kept")) === "yes");
  await cli("del test:kept");
  await until(60, async () => (await ask("/api/ready")).status === 200);
});

test("with nobody behind the proxy, it says so itself: to a page's reader, to a client, and to who sends something", async () => {
  await compose("stop", "--timeout", "3", "web", "api");
  const away = { "retry-after": "5", "content-type": "application/problem+json" };
  try {
    expect(await ask("/")).toMatchObject({ status: 503, headers: { ...away, "content-type": "text/html" } });
    expect(await ask("/api/health")).toMatchObject({ status: 503, headers: away });
    expect(await ask("/api/v1/auth/sign-in", { method: "POST" })).toMatchObject({ status: 503, headers: away });
  } finally {
    await compose("up", "--detach", "--wait");
  }
  await until(60, async () => (await ask("/")).status === 200 && (await ask("/api/ready")).status === 200);
});

test("logs never grow past their rotation", async () => {
  const [proxy = ""] = await containers("proxy");
  const log = await docker("inspect", "--format", "{{.LogPath}}", proxy);
  const [id = ""] = [await docker("inspect", "--format", "{{.Id}}", proxy)];
  const line = "x".repeat(1000);
  // 45 MB through the container's own standard output: a third more than its files may hold.
  await docker("exec", id, "bash", "-c", `exec >/proc/1/fd/1; for i in {1..45000}; do echo ${line}; done`);
  const sizes = (await run("du", ["-b", "--apparent-size", ...(await logFiles(log))])).split("\n");
  const total = sizes.reduce((sum, text) => sum + Number.parseInt(text, 10), 0);
  expect(sizes).toHaveLength(3);
  expect(total).toBeLessThan(31_000_000);
});

const logFiles = async (log: string): Promise<string[]> => (await run("sh", ["-c", 'ls "$1"*', "sh", log])).split("\n");
