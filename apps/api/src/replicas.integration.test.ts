import { once } from "node:events";
import { Book } from "@flipdocs/contract";
import type { Database } from "@flipdocs/supabase";
import { createClient } from "@supabase/supabase-js";
import { Redis } from "ioredis";
import { PDFDocument } from "pdf-lib";
import { expect, onTestFinished, test } from "vitest";
import { type Replica, startReplica } from "../test/replica.ts";
import { givenServices } from "../test/services.ts";
import { MAKING_MS, SAMPLE, signUp } from "../test/visitor.ts";
import { createBookQueue } from "./making/queue.ts";

const start = async (env: Record<string, string> = {}): Promise<Replica> => {
  const replica = await startReplica(env);
  onTestFinished(() => void replica.stop("SIGKILL"));
  return replica;
};

test("what happens at one replica is known at the other", async () => {
  const [one, other] = await Promise.all([start(), start()]);
  const visitor = await signUp(one.url);
  const book = await visitor.makeBook();
  const elsewhere = visitor.at(other.url);
  expect(await elsewhere.book(book.id)).toEqual(book);
  await elsewhere.fetch("/v1/auth/sign-out", { method: "POST" });
  expect((await visitor.fetch("/v1/auth/session")).status).toBe(401);
});

test("a book whose replica dies is made by another", { timeout: 2 * MAKING_MS }, async () => {
  const doomed = await start();
  const visitor = await signUp(doomed.url);
  const book = Book.parse(await (await visitor.upload(await longBook(80))).json());
  await expect.poll(() => visitor.pages(book.id), { timeout: MAKING_MS }).not.toEqual([]);
  await doomed.stop("SIGKILL");
  const elsewhere = visitor.at((await start()).url);
  expect((await elsewhere.book(book.id)).status).toBe("making");
  expect(await elsewhere.made(book.id)).toMatchObject({ status: "ready", pageCount: 80 });
  expect(await elsewhere.pages(book.id)).toHaveLength(80);
});

test("a replica that is told to leave says so, serves on, and leaves in peace", async () => {
  const replica = await start({ DRAIN_SECONDS: "2" });
  const visitor = await signUp(replica.url);
  const exit = replica.stop("SIGTERM");
  await expect.poll(async () => (await visitor.fetch("/ready")).status, { timeout: 1500 }).toBe(503);
  expect((await visitor.fetch("/v1/auth/session")).status).toBe(200);
  expect(await exit).toBe(0);
});

test("a replica that is told to leave does not wait for an upload without end", { timeout: 40_000 }, async () => {
  const replica = await start({ FINISH_SECONDS: "1" });
  const upload = (await signUp(replica.url)).begin();
  await upload.send("%PDF-1.7\n");
  expect(await replica.stop("SIGTERM")).toBe(0);
});

test("a replica that is told to leave finishes the pages in its hands, and another goes on with them", {
  timeout: 2 * MAKING_MS,
}, async () => {
  const [leaving, other] = await Promise.all([start(), start()]);
  const visitor = await signUp(leaving.url);
  await leaving.stop();
  const elsewhere = visitor.at(other.url);
  const book = Book.parse(await (await elsewhere.upload(await longBook(80))).json());
  await expect.poll(() => elsewhere.pages(book.id), { timeout: MAKING_MS }).not.toEqual([]);
  expect(await other.stop()).toBe(0);
  const third = await start();
  expect(await visitor.at(third.url).made(book.id)).toMatchObject({ status: "ready", pageCount: 80 });
  const numbers = (await visitor.at(third.url).pages(book.id)).map(({ number }) => number);
  expect(numbers).toEqual(Array.from({ length: 80 }, (_, index) => index + 1));
  expect(third.log()).toContain(`"message":"book made","book":"${book.id}","pages":80`);
});

test("a short book of one person does not wait for the long ones of another", { timeout: 2 * MAKING_MS }, async () => {
  const replica = await start();
  const [many, one] = await Promise.all([signUp(replica.url), signUp(replica.url)]);
  const long = await longBook(150);
  const uploads = await Promise.all([many.upload(long), many.upload(long), many.upload(long)]);
  const books = await Promise.all(uploads.map(async (upload) => Book.parse(await upload.json())));
  // What follows need not wait for them.
  onTestFinished(async () => {
    for (const { id } of books) await many.fetch(`/v1/books/${id}`, { method: "DELETE" });
  });
  await expect.poll(() => many.pages(books[0]?.id ?? ""), { timeout: MAKING_MS }).not.toEqual([]);
  expect(await one.makeBook(await longBook(1))).toMatchObject({ status: "ready", pageCount: 1 });
  expect((await many.books("/v1/books")).map(({ status }) => status)).toEqual(["making", "making", "making"]);
});

test("a book whose file is lost fails, and its owner reads that it is our fault", async () => {
  const { SUPABASE_URL, SUPABASE_SECRET_KEY, REDIS_URL } = givenServices();
  const visitor = await signUp((await start()).url);
  const books = createClient<Database>(SUPABASE_URL, SUPABASE_SECRET_KEY).from("books");
  const { data } = await books.insert({ title: "Lost", owner: visitor.user.id }).select("id").single().throwOnError();
  const redis = new Redis(REDIS_URL);
  await once(redis, "ready");
  await createBookQueue(redis).add(data.id);
  redis.disconnect();
  expect(await visitor.made(data.id)).toMatchObject({
    status: "failed",
    failure: expect.stringContaining("on our side"),
  });
});

async function longBook(pages: number): Promise<Uint8Array<ArrayBuffer>> {
  const [long, sample] = await Promise.all([PDFDocument.create(), PDFDocument.load(SAMPLE)]);
  const order = Array.from({ length: pages }, (_, index) => index % sample.getPageCount());
  for (const page of await long.copyPages(sample, order)) long.addPage(page);
  return new Uint8Array(await long.save());
}
