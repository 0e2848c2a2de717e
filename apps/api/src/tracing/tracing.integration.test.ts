import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Book, Share } from "@flipdocs/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Collector, collector, type SentSpan } from "../../../../testing/otlp.ts";
import { smallPdf } from "../../test/pdf.ts";
import { type Replica, startReplica } from "../../test/replica.ts";
import { signUp, Visitor } from "../../test/visitor.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const OF_PROXY = { traceparent: `00-${TRACE}-${TRACE.slice(0, 16)}-01` };

let taker: Collector;
let replica: Replica;
/** What only who may read the book, or is signed in, has to know. */
const secrets: string[] = [];
let upload: SentSpan[];

beforeAll(async () => {
  taker = await collector();
  replica = await startReplica({ OTEL_EXPORTER_OTLP_ENDPOINT: taker.url });
  const owner = await signUp(replica.url);
  const form = new FormData();
  form.set(
    "file",
    new File([smallPdf(["A lighthouse", "Its keeper"])], "canary-file.pdf", { type: "application/pdf" }),
  );
  form.set("title", "A canary title");
  const uploaded = await owner.fetch("/v1/books", { method: "POST", body: form, headers: OF_PROXY });
  const book = await owner.made(Book.parse(await uploaded.json()).id);
  const link = await owner.post(`/v1/books/${book.id}/shares`, { access: "unlisted", downloadable: true });
  const { token } = Share.parse(await link.json());
  for (const path of ["", "/pages/1/image", "/file", "/search?q=lighthouse"])
    await new Visitor(replica.url).fetch(`/v1/shares/${token}${path}`);
  await new Visitor(replica.url).fetch(`/v1/${token}`);
  secrets.push(token, book.id, owner.user.id, owner.user.email, owner.cookie ?? "", "canary", "lighthouse");
  // Leaving, it sends what it has.
  await replica.stop();
  upload = taker.spans.filter(({ traceId }) => traceId === TRACE);
});
afterAll(async () => {
  await replica.stop("SIGKILL");
  taker.close();
});

const named = (name: string) => upload.find((span) => span.name === name);

test("an upload is one trace, from the request that the proxy numbered to the pages that the renderer draws", () => {
  const request = named("POST /v1/books/");
  const job = named("make pages of a book");
  expect(request).toMatchObject({ service: "flipdocs-api", parent: undefined, failed: false });
  expect(request?.facts["http.response.status_code"]).toBe(201);
  expect(job?.parent).toBe(request?.spanId);
  const batch = named("render pages");
  expect(batch?.parent).toBe(job?.spanId);
  expect(batch?.facts).toEqual({ "flipdocs.pages.first": 1, "flipdocs.pages.count": 2 });
});

test("what it asks of Redis and Supabase belongs to it, and so does what its job asks", () => {
  const request = named("POST /v1/books/");
  const job = named("make pages of a book");
  const askedBy = (span?: SentSpan) => upload.filter(({ parent }) => parent === span?.spanId).map(({ name }) => name);
  expect(askedBy(request)).toEqual(expect.arrayContaining(["supabase POST storage/originals"]));
  expect(askedBy(request).join()).toMatch(/redis [A-Z]+/);
  expect(askedBy(job)).toEqual(expect.arrayContaining(["supabase POST storage/pages", "supabase POST rest/pages"]));
});

test("nobody's link, session, address, title or search is in anything that was sent", () => {
  expect(taker.spans.map(({ name }) => name)).toContain("GET /v1/shares/:token/");
  expect(secrets).toHaveLength(7);
  const text = taker.text();
  expect(secrets.filter((secret) => text.toLowerCase().includes(secret.toLowerCase()))).toEqual([]);
});

test("where spans are taken and never answered for, requests are served, and leaving comes to its end", async () => {
  const hole: Server = createServer(() => undefined).listen(0, "127.0.0.1");
  await once(hole, "listening");
  const endpoint = `http://127.0.0.1:${(hole.address() as AddressInfo).port}`;
  const served = await startReplica({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
  const answers = await Promise.all(Array.from({ length: 50 }, () => fetch(`${served.url}/v1/books/public`)));
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  expect(await served.stop()).toBe(0);
  hole.closeAllConnections();
  hole.close();
});
