import { once } from "node:events";
import { createServer as createHttp, get } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { forward } from "./forward.ts";

const host = "127.0.0.1";
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function server(): Promise<number> {
  const listening = createHttp((request, response) => response.end(`you asked for ${request.url}`)).listen(0, host);
  ends.push(() => listening.close());
  await once(listening, "listening");
  return (listening.address() as AddressInfo).port;
}

async function open(port: number, to: number) {
  const forwarding = await forward({ host, port }, async () => ({ host, port: to }));
  ends.push(forwarding.close);
  return forwarding;
}

async function ask(port: number): Promise<string> {
  const [response] = await once(get({ host, port, path: "/a", agent: false }), "response");
  return text(response);
}

test("a connection reaches the other place", async () => {
  const { port } = await open(0, await server());
  expect(await ask(port)).toBe("you asked for /a");
});

test("a place where nothing listens ends the connection, and not the next one", async () => {
  const { port } = await open(0, 1);
  await expect(ask(port)).rejects.toThrow();
  await expect(ask(port)).rejects.toThrow(/socket hang up|ECONNRESET/);
});

test("a place that cannot be told ends the connection", async () => {
  const forwarding = await forward({ host, port: 0 }, () => Promise.reject(new Error("not started")));
  ends.push(forwarding.close);
  await expect(ask(forwarding.port)).rejects.toThrow();
});

test("closed, it takes nothing more, and the connections that were open have ended", async () => {
  const forwarding = await open(0, await server());
  const kept = get({ host, port: forwarding.port, headers: { connection: "keep-alive" } });
  const [response] = await once(kept, "response");
  await text(response);
  const ended = once(kept.socket as NonNullable<typeof kept.socket>, "close");
  forwarding.close();
  await ended;
  await expect(ask(forwarding.port)).rejects.toThrow("ECONNREFUSED");
});

test("a port that is taken is an error that says so", async () => {
  const taken = await server();
  await expect(open(taken, 1)).rejects.toThrow(
    `port ${taken} of this machine is taken: stop what listens there, or choose another one`,
  );
});
