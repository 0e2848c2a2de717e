import { afterAll, describe, expect, test } from "vitest";
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
    const asked = async () => {
      const [page, health, signIn] = await Promise.all([
        ask("/sign-in", { host, port: 8443 }),
        ask("/api/health", { host, port: 8443 }),
        ask(SIGN_IN, { host, port: 8443, ...SIZED }),
      ]);
      return [page.status, health.status, signIn.status];
    };
    expect(await asked()).toEqual([503, 503, 503]);
    await services.recover();
    await until(10, async () => String(await asked()) === "200,200,422");
  });
});
