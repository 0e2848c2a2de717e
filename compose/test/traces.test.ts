import { afterAll, beforeAll, expect, test } from "vitest";
import { ONE_PAGE } from "../../apps/api/test/pdf.ts";
import { dockerBinary } from "../../packages/dagger-on-docker/src/base/index.ts";
import { type Asking, asks } from "../../testing/asking.ts";
import type { SentSpan } from "../../testing/otlp.ts";
import { attempt, docker, until } from "../../testing/programs.ts";
import { type TracedSite, tracedSite } from "./stack/traced.ts";
import { member, upload } from "./stack/visitors.ts";

/** What a stranger would have a trace be called, and kept. */
const FORGED = {
  traceparent: `00-${"f".repeat(32)}-${"f".repeat(16)}-01`,
  tracestate: "x=forged",
  baggage: "x=forged",
};

let site: TracedSite;
let visit: Asking;
let token: string;
let secrets: string[];

beforeAll(async () => {
  site = await tracedSite();
  visit = (path, options) => asks({ host: site.proxy.host, port: 8443 })(path, options);
  await until(60, () => visit("/api/ready").then(({ status }) => status === 200));
  await until(60, () => visit("/sign-in").then(({ status }) => status === 200));
  const cookie = await member(visit);
  const [book = ""] = await upload(cookie, Buffer.from(ONE_PAGE), visit);
  const json = { cookie, "content-type": "application/json" };
  const body = JSON.stringify({ access: "unlisted" });
  const link = await visit(`/api/v1/books/${book}/shares`, { method: "POST", headers: json, body });
  token = (JSON.parse(link.body) as { token: string }).token;
  secrets = [token, book, cookie.split("=")[1] ?? "", "forged", "canary"];
});
afterAll(() => site?.remove());

/** Asks by the forged headers; gives the number that the answer and the proxy's line have, and its spans. */
async function traced(path: string, complete: (spans: SentSpan[]) => boolean): Promise<SentSpan[]> {
  const { headers } = await visit(path, { headers: FORGED });
  const id = String(headers["x-request-id"]);
  const line = await until(10, async () => (await docker("logs", site.proxy.id)).includes(`"id":"${id}"`));
  expect(line).toBe(true);
  return until(30, async () => {
    const spans = (await site.spans()).filter(({ traceId }) => traceId === id);
    return complete(spans) && spans;
  });
}

const named = (spans: SentSpan[], service: string, name: string) =>
  spans.find((span) => span.service === service && span.name === name);

test("a page is one trace by the proxy's number, through the web server and the API to the database", async () => {
  const spans = await traced(`/s/${token}?q=canary`, (all) => all.some(({ name }) => name === "GET /s/[token]"));
  const page = named(spans, "flipdocs-web", "GET /s/[token]");
  expect(page?.parent).toBeUndefined();
  const asked = spans.filter(({ name }) => name === "GET /v1/shares/:id");
  expect(new Set(asked.map(({ service, parent }) => `${service} ${parent}`))).toEqual(
    new Set([`flipdocs-web ${page?.spanId}`]),
  );
  const answered = await until(30, async () => named(await site.spans(), "flipdocs-api", "GET /v1/shares/:token/"));
  expect(answered.traceId).toBe(page?.traceId);
  expect(asked.map(({ spanId }) => spanId)).toContain(answered.parent);
  const row = (await site.spans()).find(({ parent }) => parent === answered.spanId);
  expect(row?.name).toMatch(/^(supabase|redis) /);
});

test("an upload is one trace from the proxy's number to the renderer", async () => {
  const batch = await until(60, async () => (await site.spans()).find(({ name }) => name === "render pages"));
  const own = (await site.spans()).filter(({ traceId }) => traceId === batch.traceId);
  const request = named(own, "flipdocs-api", "POST /v1/books/");
  const job = named(own, "flipdocs-api", "make pages of a book");
  expect([request?.parent, job?.parent, batch.parent]).toEqual([undefined, request?.spanId, job?.spanId]);
  expect(await docker("logs", site.proxy.id)).toContain(`"id":"${batch.traceId}"`);
});

test("no token, session, book or word is in anything that was sent, nor what a stranger says of traces", async () => {
  // Leaving, both send what they have.
  await docker("stop", site.web, site.api);
  const sent = await site.sent();
  expect(sent).toContain("GET /s/[token]");
  expect(secrets.filter((secret) => secret.length > 4)).toHaveLength(5);
  expect(secrets.filter((secret) => sent.includes(secret))).toEqual([]);
  expect(sent).not.toContain("f".repeat(16));
  const said = await Promise.all([site.web, site.api].map((one) => attempt(dockerBinary(), ["logs", one])));
  expect(said.map(({ stdout, stderr }) => stdout + stderr).join()).not.toContain("traces cannot be sent");
});
