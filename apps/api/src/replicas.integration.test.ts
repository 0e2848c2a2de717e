import { Book } from "@flipdocs/contract";
import { expect, test } from "vitest";
import { isHeld, start, startHeld } from "../test/held.ts";
import { lowBook } from "../test/pdf.ts";
import { MAKING_MS, signUp } from "../test/visitor.ts";

test("what happens at one replica is known at the other", async () => {
  const [one, other] = await Promise.all([start(), start()]);
  const visitor = await signUp(one.url);
  const book = await visitor.makeBook();
  const elsewhere = visitor.at(other.url);
  expect(await elsewhere.book(book.id)).toEqual(book);
  await elsewhere.fetch("/v1/auth/sign-out", { method: "POST" });
  expect((await visitor.fetch("/v1/auth/session")).status).toBe(401);
});

test("a replica that is told to leave says so, serves on, and leaves in peace", async () => {
  const replica = await start({ DRAIN_SECONDS: "8" });
  const visitor = await signUp(replica.url);
  const exit = replica.stop("SIGTERM");
  await expect.poll(() => replica.log(), { timeout: 6000 }).toContain('"message":"draining"');
  expect((await visitor.fetch("/ready")).status).toBe(503);
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
  const [idle, [leaving, storage]] = await Promise.all([start(), startHeld()]);
  await idle.stop();
  storage.hold((file) => file.endsWith("/3.jpg"));
  const visitor = await signUp(leaving.url);
  const book = Book.parse(await (await visitor.upload(lowBook(12))).json());
  await isHeld(storage, "/3.jpg");
  const exit = leaving.stop();
  await expect.poll(() => leaving.log(), { timeout: MAKING_MS }).toContain('"message":"draining"');
  storage.hold(() => false);
  expect(await exit).toBe(0);
  const third = await start();
  const elsewhere = visitor.at(third.url);
  expect(await elsewhere.made(book.id)).toMatchObject({ status: "ready", pageCount: 12 });
  const numbers = (await elsewhere.pages(book.id)).map(({ number }) => number);
  expect(numbers).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
  expect(third.log()).toContain(`"message":"book made","book":"${book.id}","pages":12`);
});
