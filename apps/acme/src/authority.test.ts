import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { createAccountKey, obtain } from "./authority.ts";
import { createChallenges } from "./challenges.ts";
import { readSettings } from "./settings.ts";

/** Asks an authority that answers in some way; says how that ended, and how often it was asked. */
async function ask(answer: RequestListener): Promise<{ error: unknown; requests: number }> {
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    answer(request, response);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/dir`;
  const wanted = { ...readSettings({ ACME_DOMAINS: "flipdocs.example" }), server: address };
  const error = await obtain(wanted, await createAccountKey(), createChallenges()).catch((reason: unknown) => reason);
  server.close();
  return { error, requests };
}

test.each<[string, RequestListener, RegExp]>([
  ["is broken", (_, response) => response.writeHead(500).end(), /returned error 500/],
  ["says to wait an hour", (_, response) => response.writeHead(429, { "retry-after": "3600" }).end(), /error 429/],
  ["sends a page", (_, response) => response.end("<html>maintenance</html>"), /Unable to locate API resource URL/],
  ["sends nothing", (_, response) => response.end(), /no data/],
  ["hangs up", (request) => request.socket.destroy(), /socket hang up/],
  ["sends without end", (_, response) => response.end("x".repeat(2 * 1024 * 1024)), /maxContentLength/],
])("an authority that %s is asked once, and the error says so", async (_, answer, message) => {
  const { error, requests } = await ask(answer);
  expect(String(error)).toMatch(message);
  expect(requests).toBe(1);
});

test("an authority's refusal is in its own words", async () => {
  const { error } = await ask(({ url, method, headers: { host } }, response) => {
    const directory = { newNonce: `http://${host}/nonce`, newAccount: `http://${host}/account` };
    response.setHeader("replay-nonce", "nonce").setHeader("content-type", "application/json");
    if (url === "/dir" || method === "HEAD") return response.end(JSON.stringify(directory));
    return response.writeHead(403).end(JSON.stringify({ detail: "contact email has forbidden domain" }));
  });
  expect(String(error)).toContain("contact email has forbidden domain");
});
