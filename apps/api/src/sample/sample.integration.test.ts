import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Replica, startReplica } from "../../test/replica.ts";
import { signUp, Visitor } from "../../test/visitor.ts";
import { SAMPLE_ID } from "./sample.ts";

const SAMPLE_BOOK = fileURLToPath(new URL("../../../../packages/book/fixtures/sample.pdf", import.meta.url));

let replicas: Replica[];
let visitor: Visitor;

beforeAll(async () => {
  replicas = await Promise.all([startReplica({ SAMPLE_BOOK }), startReplica({ SAMPLE_BOOK })]);
  visitor = new Visitor(replicas[0]?.url ?? "");
  await vi.waitFor(async () => expect((await visitor.fetch(`/v1/books/${SAMPLE_ID}`)).status).toBe(200), 20_000);
  await visitor.made(SAMPLE_ID);
});

afterAll(() => Promise.all(replicas.map((replica) => replica.stop())));

test("the sample is there once, however many replicas start, and anybody reads it", async () => {
  const books = await visitor.books("/v1/books/public");
  expect(books.filter((book) => book.id === SAMPLE_ID)).toMatchObject([{ status: "ready", pageCount: 10 }]);
  const image = await visitor.fetch(`/v1/books/${SAMPLE_ID}/pages/10/image`);
  expect([image.status, image.headers.get("cache-control")]).toEqual([200, "public, max-age=3600, immutable"]);
});

test("nobody deletes the sample", async () => {
  const somebody = await signUp(replicas[1]?.url ?? "");
  expect((await somebody.fetch(`/v1/books/${SAMPLE_ID}`, { method: "DELETE" })).status).toBe(404);
  expect((await visitor.book(SAMPLE_ID)).status).toBe("ready");
});
