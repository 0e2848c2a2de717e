import { afterAll, describe, expect, test } from "vitest";
import { seconds } from "../../testing/load.ts";
import { docker, until } from "../../testing/programs.ts";
import { type Manner, type Neighbour, neighbour } from "./stack/neighbour.ts";
import { proxyBeside } from "./stack/proxy-beside.ts";
import { ask } from "./stack/stack.ts";

const started: string[] = [];

afterAll(async () => {
  if (started.length > 0) await docker("rm", "--force", "--volumes", ...started);
});

/** A proxy whose services are where somebody else says. */
async function beside(manner: Manner): Promise<{ host: string; services: Neighbour }> {
  const services = await neighbour(manner);
  started.push(services.id);
  const proxy = await proxyBeside({}, services);
  started.push(proxy.id);
  return { host: proxy.host, services };
}

const SIGN_IN = "/api/v1/auth/sign-in";
const form = (more: Record<string, string>) => ({
  method: "POST",
  headers: { "content-type": "application/json", ...more },
  body: "{}",
});
const SIZED = form({ "content-length": "2" });
const CHUNKED = form({ "transfer-encoding": "chunked" });

/** The statuses of a page, of the API, and of a form without a password. */
async function asked(host: string): Promise<number[]> {
  const paths = [["/sign-in"], ["/api/health"], [SIGN_IN, SIZED]] as const;
  const answers = await Promise.all(paths.map(([path, more]) => ask(path, { host, port: 8443, ...more })));
  return answers.map(({ status }) => status);
}

const ALL_WELL = [200, 200, 422];

describe.concurrent("what nobody answers", () => {
  // Twenty seconds, where it was sixty; at the same time, since each takes them.
  test("a form that a frozen replica has is told so, as it may have been done", async () => {
    const { host } = await beside("stuck");
    const answers = await Promise.all([
      ask(SIGN_IN, { host, port: 8443, ...SIZED }),
      ask(SIGN_IN, { host, port: 8443, ...CHUNKED }),
      ask("/sign-in", { host, port: 8443, ...SIZED }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([504, 504, 504]);
    const [sized, chunked, page] = answers.map(({ body }) => body);
    for (const problem of [sized, chunked]) expect(problem).toMatch(/^{.*"status":504,"detail":"It may have been done/);
    expect(page).toContain("It may have been done");
  });

  // nginx itself asks again after thirty seconds.
  test("a resolver that could not tell is asked by each request, and what it tells counts at once", async () => {
    const { host, services } = await beside("failing");
    expect(await asked(host)).toEqual([503, 503, 503]);
    await services.goOn();
    await until(10, async () => String(await asked(host)) === String(ALL_WELL));
  });

  // nginx itself forgets them at once.
  test("a resolver that knows the names no longer is not believed: who had them before is asked", async () => {
    const { host, services } = await beside("forgetful");
    await until(10, async () => String(await asked(host)) === String(ALL_WELL));
    await services.goOn();
    await seconds(4);
    expect(await asked(host)).toEqual(ALL_WELL);
    await services.goOn();
    await seconds(4);
    expect(await asked(host)).toEqual(ALL_WELL);
  });
});
