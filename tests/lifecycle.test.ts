import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { images as bases } from "../dagger/src/images.ts";
import { localKeys } from "../dagger/src/local-keys.ts";
import { docker } from "./programs.ts";

const images = inject("images");
let network = "";

beforeEach(async () => {
  network = `flipdocs-test-${randomBytes(4).toString("hex")}`;
  await docker("network", "create", "--label", network, network);
});

afterEach(async () => {
  const containers = await docker("ps", "--all", "--quiet", "--filter", `label=${network}`);
  if (containers) await docker("rm", "--force", "--volumes", ...containers.split("\n"));
  await docker("network", "rm", network);
});

/** Starts a container on the test's network; answers its id. */
const run = (alias: string, ...words: string[]) =>
  docker("run", "--detach", "--label", network, "--network", network, "--network-alias", alias, ...words);

const keys = ["SUPABASE_PUBLISHABLE_KEY", localKeys.publishable, "SUPABASE_SECRET_KEY", localKeys.secret];
const keyFlags = ["--env", `${keys[0]}=${keys[1]}`, "--env", `${keys[2]}=${keys[3]}`];

/** What stands for the API: it answers nobody until it is asked for /go, and says who waits. */
const withholding = `
  let held = [], free = false;
  require("http").createServer((question, answer) => {
    free ||= question.url === "/go";
    console.log("asked for", question.url);
    held.push(answer);
    if (free) held.splice(0).forEach((one) => one.end("[]"));
  }).listen(3001);
`;
let api = "";

/** The web app, with what stands for the API. */
async function startWeb(...flags: string[]): Promise<string> {
  api = await run("api", images.web, "node", "-e", withholding);
  return run("web", "--env", "API_URL=http://api:3001", ...flags, images.web);
}

/** The API with Redis and the local Supabase. */
async function startApi(...flags: string[]): Promise<string> {
  await run("redis", bases.redis, "redis-server", "--save", "");
  await run("supabase", ...keyFlags, "--tmpfs", "/tmp", images.supabase);
  const addresses = ["--env", "REDIS_URL=redis://redis:6379", "--env", "SUPABASE_URL=http://supabase:54321"];
  return run("api", ...addresses, ...keyFlags, ...flags, images.api);
}

const starts = { web: startWeb, api: startApi };

async function health(container: string, wanted: string): Promise<void> {
  await expect
    .poll(() => docker("inspect", "--format", "{{.State.Health.Status}}", container), {
      timeout: 90_000,
      interval: 500,
    })
    .toBe(wanted);
}

describe.each(["web", "api"] as const)("the container of %s", (app) => {
  test("claim 2: is healthy when it serves", async () => {
    await health(await starts[app]("--health-interval", "1s", "--health-start-period", "1ms"), "healthy");
  });

  test("claim 2: is unhealthy when it runs and serves nothing", async () => {
    const runtime = app === "web" ? "node" : "bun";
    const flags = ["--health-interval", "1s", "--health-start-period", "1ms"];
    const idle = await run(app, ...flags, images[app], runtime, "-e", "setInterval(() => {}, 1000)");
    await health(idle, "unhealthy");
  });

  test("claim 12: answers the request in flight after SIGTERM, and leaves by itself", async () => {
    const container = await starts[app]("--health-interval", "1s");
    await health(container, "healthy");
    if (app === "api") await ready(container);
    const request = app === "web" ? await slowPage(container) : await slowUpload(container);
    const stopped = docker("stop", "--time", "120", container);
    await leaving[app](container);
    expect(await request()).toMatch(app === "web" ? /^HTTP\/1\.1 200 [\s\S]*<h1/ : /^HTTP\/1\.1 401 /);
    await stopped;
    // Next says by 143 that a signal ended it; Docker's own kill, after the grace period, would be 137.
    expect(["0", "143"]).toContain(await docker("inspect", "--format", "{{.State.ExitCode}}", container));
  });
});

/** The API serves before the local Supabase does: a request that needs both waits for both. */
async function ready(container: string): Promise<void> {
  const ask = async () => {
    const { read, write } = await connection(container, 3001);
    write("GET /ready HTTP/1.1\r\nHost: api\r\nConnection: close\r\n\r\n");
    return read();
  };
  await expect.poll(ask, { timeout: 60_000, interval: 500 }).toMatch(/^HTTP\/1\.1 200 /);
}

/** Waits until an app that was told to stop has begun to leave: Next closes its port, the API says so. */
const leaving = {
  web: async (container: string): Promise<void> => {
    const knock = () => connection(container, 3000).then(({ end }) => end());
    await expect.poll(() => knock().then(() => "open", String), { timeout: 60_000 }).toContain("ECONNREFUSED");
  },
  api: async (container: string): Promise<void> => {
    await expect.poll(() => docker("logs", container), { timeout: 60_000 }).toContain('"draining"');
  },
};

/** A page that waits for what the API's stand-in withholds; asked again, that answers. */
async function slowPage(container: string): Promise<() => Promise<string>> {
  const { read, write } = await connection(container, 3000);
  write("GET / HTTP/1.1\r\nHost: web\r\nConnection: close\r\n\r\n");
  await expect.poll(() => docker("logs", api), { timeout: 60_000 }).toContain("asked for");
  return async () => {
    (await connection(api, 3001)).write("GET /go HTTP/1.1\r\nHost: api\r\n\r\n");
    return read();
  };
}

/** A sign-in whose second half is sent after the signal; nobody has this password. */
async function slowUpload(container: string): Promise<() => Promise<string>> {
  const { read, write, port } = await connection(container, 3001);
  const body = JSON.stringify({ email: "nobody@example.org", password: "not a password of anybody" });
  const head = `POST /v1/auth/sign-in HTTP/1.1\r\nHost: api\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;
  write(`${head}\r\nConnection: close\r\n\r\n${body.slice(0, 20)}`);
  await taken(container, port);
  return () => {
    write(body.slice(20));
    return read();
  };
}

/** Waits until a container has read all that came from a port of ours, as its kernel lists it. */
async function taken(container: string, port: number): Promise<void> {
  const list =
    'console.log(["tcp", "tcp6"].map((file) => require("fs").readFileSync("/proc/net/" + file, "utf8")).join(""))';
  const remote = `:${port.toString(16).toUpperCase().padStart(4, "0")} 01 00000000:00000000 `;
  await expect.poll(() => docker("exec", container, "bun", "-e", list), { timeout: 60_000 }).toContain(remote);
}

async function connection(container: string, port: number) {
  const format = `{{(index .NetworkSettings.Networks "${network}").IPAddress}}`;
  const socket = connect(port, await docker("inspect", "--format", format, container));
  let answer = "";
  socket.setEncoding("utf8").on("data", (text) => {
    answer += text;
  });
  const closed = new Promise<string>((done, fail) => {
    socket.on("close", () => done(answer));
    socket.on("error", fail);
  });
  closed.catch(() => {});
  await once(socket, "connect");
  return {
    port: socket.localPort ?? 0,
    read: () => closed,
    write: (text: string) => socket.write(text),
    end: () => void socket.destroy(),
  };
}
