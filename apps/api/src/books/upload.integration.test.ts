import { Book, PDF_LIMITS, Problem } from "@flipdocs/contract";
import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { type FaultyStorage, faultyStorage, type StorageFault } from "../../test/faulty-storage.ts";
import { ONE_PAGE } from "../../test/pdf.ts";
import { type Replica, startReplica } from "../../test/replica.ts";
import { givenServices } from "../../test/services.ts";
import { signUp, type Upload } from "../../test/visitor.ts";

const MEGABYTE = 1024 * 1024;

let supabase: FaultyStorage;
let replica: Replica;
let member: Awaited<ReturnType<typeof signUp>>;

beforeAll(async () => {
  supabase = await faultyStorage(givenServices().SUPABASE_URL);
  replica = await startReplica({ SUPABASE_URL: supabase.url });
});
beforeEach(async () => {
  supabase.fault = undefined;
  member = await signUp(replica.url);
});
afterAll(async () => {
  await replica.stop("SIGKILL");
  await supabase.close();
});

/** What there is of this member: rows of books, and folders of files. */
async function left(): Promise<[books: number, files: number]> {
  const { SUPABASE_URL, SUPABASE_SECRET_KEY } = givenServices();
  const { storage } = createClient(SUPABASE_URL, SUPABASE_SECRET_KEY);
  const { data } = await storage.from("originals").list(member.user.id);
  return [(await member.books("/v1/books")).length, data?.length ?? -1];
}

/** Sends this much, of which the first bytes are a PDF's. */
async function sendMegabytes(upload: Upload, megabytes: number): Promise<void> {
  await upload.send("%PDF-1.7\n");
  for (let sent = 0; sent < megabytes; sent++) await upload.send(new Uint8Array(MEGABYTE));
}

const kindOf = async (answer: Response) => [answer.status, Problem.parse(await answer.json()).type];

test("claim 46: an upload shows when it is whole, and not before", async () => {
  const upload = member.begin();
  await upload.send(ONE_PAGE);
  expect(await left()).toEqual([0, 0]);
  const book = Book.parse(await (await upload.end()).json());
  expect(await left()).toEqual([1, 1]);
  expect(await member.made(book.id)).toMatchObject({ status: "ready", pageCount: 1 });
});

describe("nothing is left behind", () => {
  test("claim 46: by an upload that is cut", async () => {
    const upload = member.begin();
    await sendMegabytes(upload, 4);
    upload.cut();
    await expect.poll(() => replica.log(), { timeout: 20_000 }).toMatch(/"path":"\/v1\/books","status":400/);
    expect(await left()).toEqual([0, 0]);
  });

  test("by a file that is too large", async () => {
    const upload = member.begin();
    await sendMegabytes(upload, PDF_LIMITS.bytes / MEGABYTE);
    expect(await kindOf(await upload.end())).toEqual([413, "urn:flipdocs:problem:too-large"]);
    expect(await left()).toEqual([0, 0]);
  });

  test("by one that is no PDF", async () => {
    const answer = await member.upload(Buffer.from("<!doctype html>"));
    expect(await kindOf(answer)).toEqual([415, "urn:flipdocs:problem:not-a-pdf"]);
    expect(await left()).toEqual([0, 0]);
  });

  test("by a form that turns out to be wrong behind its file", async () => {
    const answer = await member.upload(ONE_PAGE, "a\0b");
    expect(await kindOf(answer)).toEqual([422, "urn:flipdocs:problem:invalid"]);
    expect(await left()).toEqual([0, 0]);
  });

  test("by a book that is deleted while storage still takes its file", async () => {
    supabase.hold((file) => file.startsWith("originals/"));
    const upload = member.begin();
    void upload.send(ONE_PAGE);
    const answer = upload.end();
    const [book] = await vi.waitUntil(async () => {
      const books = await member.books("/v1/books");
      return books.length > 0 && books;
    }, 20_000);
    expect((await member.fetch(`/v1/books/${book?.id}`, { method: "DELETE" })).status).toBe(204);
    supabase.hold(() => false);
    expect(await kindOf(await answer)).toEqual([404, "urn:flipdocs:problem:not-found"]);
    expect(await left()).toEqual([0, 0]);
  });

  test.each<StorageFault>(["breaks midway", "says no midway", "keeps the file, and its answer is lost"])(
    "where storage %s, and the next try works",
    async (fault) => {
      supabase.fault = fault;
      const upload = member.begin();
      await sendMegabytes(upload, 4);
      expect(await kindOf(await upload.end())).toEqual([503, "urn:flipdocs:problem:unavailable"]);
      expect(await left()).toEqual([0, 0]);
      supabase.fault = undefined;
      expect((await member.upload(ONE_PAGE)).status).toBe(201);
      expect(await left()).toEqual([1, 1]);
    },
  );
});

// 29 that never ended, of 31 MB each, were once held in memory.
test("eight uploads at once take no memory for their files, and one member has four", {
  timeout: 300_000,
}, async () => {
  const [one, other] = [member, await signUp(replica.url)];
  const uploads = [one, one, one, one, other, other, other, other].map((visitor) => visitor.begin());
  // A fifth that came before them would have the place of one of the four. Those that have one are at storage's door.
  supabase.hold((file) => file.startsWith("originals/"));
  onTestFinished(() => supabase.hold(() => false));
  await Promise.all(uploads.map((upload) => upload.send("%PDF-1.7\n")));
  await expect.poll(supabase.held, { timeout: 60_000 }).toHaveLength(8);
  expect(await kindOf(await one.upload(ONE_PAGE))).toEqual([429, "urn:flipdocs:problem:too-many-requests"]);
  supabase.hold(() => false);
  await Promise.all(uploads.map((upload) => sendMegabytes(upload, 1)));
  const before = await replica.memory();
  await Promise.all(uploads.map((upload) => sendMegabytes(upload, 30)));
  expect((await replica.memory()) - before).toBeLessThan((8 * 30 * MEGABYTE) / 2);
  for (const upload of uploads) upload.cut();
  await expect.poll(async () => (await one.upload(ONE_PAGE)).status, { timeout: 60_000 }).toBe(201);
});
