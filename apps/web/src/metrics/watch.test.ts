import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Answered } from "./metrics.ts";
import { watchRequests } from "./watch.ts";

let server: Server;
let site: string;
let stop: () => void;
const over = vi.fn<(answered: Answered) => void>();

beforeEach(async () => {
  over.mockClear();
  server = createServer((asked, answer) => {
    if (asked.url === "/library") answer.writeHead(503).end();
    else answer.write("never ends");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  stop = watchRequests((came) => (came.server === server ? over : () => undefined));
});
afterEach(() => {
  stop();
  server.closeAllConnections();
  server.close();
});

test("each request is told of once, with its route, its method and its status", async () => {
  await (await fetch(`${site}/library`)).text();
  await vi.waitFor(() => expect(over).toHaveBeenCalledOnce());
  expect(over.mock.calls[0]?.[0]).toMatchObject({ method: "GET", route: "/library", status: 503 });
});

test("whoever leaves before the end is 499, as at the proxy", async () => {
  const asked = request(`${site}/s/abc`).end();
  await once(asked, "response");
  asked.destroy();
  await vi.waitFor(() => expect(over).toHaveBeenCalledOnce());
  expect(over.mock.calls[0]?.[0]).toMatchObject({ route: "/s/[token]", status: 499 });
});

test("after the end nothing is told", async () => {
  stop();
  await (await fetch(`${site}/library`)).text();
  expect(over).not.toHaveBeenCalled();
});
