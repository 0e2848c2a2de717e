import { once } from "node:events";
import { Book } from "@flipdocs/contract";
import type { Database } from "@flipdocs/supabase";
import { createClient } from "@supabase/supabase-js";
import { Redis } from "ioredis";
import { expect, onTestFinished, test } from "vitest";
import { isHeld, start, startHeld } from "../../test/held.ts";
import { lowBook } from "../../test/pdf.ts";
import { givenServices } from "../../test/services.ts";
import { MAKING_MS, signUp } from "../../test/visitor.ts";
import { createBookQueue } from "./queue.ts";

test("a book whose replica dies is made by another", { timeout: 2 * MAKING_MS }, async () => {
  const [doomed, storage] = await startHeld();
  storage.hold((file) => file.endsWith("/3.jpg"));
  const visitor = await signUp(doomed.url);
  const book = Book.parse(await (await visitor.upload(lowBook(5))).json());
  await isHeld(storage, "/3.jpg");
  expect(await visitor.pages(book.id)).toHaveLength(2);
  await doomed.stop("SIGKILL");
  const elsewhere = visitor.at((await start()).url);
  expect((await elsewhere.book(book.id)).status).toBe("making");
  expect(await elsewhere.made(book.id)).toMatchObject({ status: "ready", pageCount: 5 });
  expect(await elsewhere.pages(book.id)).toHaveLength(5);
});

test("a short book of one person does not wait for the long ones of another", { timeout: 2 * MAKING_MS }, async () => {
  const [replica, storage] = await startHeld();
  const [many, one] = await Promise.all([signUp(replica.url), signUp(replica.url)]);
  storage.hold((file) => file.endsWith(".jpg") && file.includes(many.user.id));
  const uploads = await Promise.all([1, 2, 3].map(() => many.upload(lowBook(12))));
  const books = await Promise.all(uploads.map(async (upload) => Book.parse(await upload.json())));
  // What follows need not wait for them.
  onTestFinished(async () => {
    for (const { id } of books) await many.fetch(`/v1/books/${id}`, { method: "DELETE" });
  });
  await isHeld(storage, "/1.jpg");
  const short = Book.parse(await (await one.upload(lowBook(1))).json());
  // The first book gets its first pages, and no other one of theirs any: these are held.
  const [first] = storage.held();
  const folder = first?.slice(0, -"1.jpg".length) ?? "";
  storage.hold((file) => file.includes(many.user.id) && (!file.startsWith(folder) || file.endsWith("/11.jpg")));
  expect(await one.made(short.id)).toMatchObject({ status: "ready", pageCount: 1 });
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
