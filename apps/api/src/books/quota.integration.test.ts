import { Problem, Quota } from "@flipdocs/contract";
import { BUCKETS, bookFolder, type Supabase } from "@flipdocs/supabase";
import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ONE_PAGE } from "../../test/pdf.ts";
import { type Replica, startReplica } from "../../test/replica.ts";
import { givenServices } from "../../test/services.ts";
import { signUp, type Visitor } from "../../test/visitor.ts";

const { SUPABASE_URL, SUPABASE_SECRET_KEY } = givenServices();
const service: Supabase = createClient(SUPABASE_URL, SUPABASE_SECRET_KEY);

/** Room for two books; and for a hundred bytes, which not even one page has. */
const [TWO_BOOKS, FEW_BYTES] = [{ QUOTA_BOOKS: "2" }, { QUOTA_GB: "0.0000001" }];

let replica: Replica;
beforeAll(async () => {
  replica = await startReplica(TWO_BOOKS);
});
afterAll(() => replica.stop());

const quotaOf = async (visitor: Visitor) => Quota.parse(await (await visitor.fetch("/v1/books/quota")).json());
const detailOf = async (answer: Response) => Problem.parse(await answer.json()).detail;

test("of three books that come at once two find room, and their bytes are counted", async () => {
  const member = await signUp(replica.url);
  const answers = await Promise.all([1, 2, 3].map(() => member.upload(ONE_PAGE)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 403]);
  const { books, bytes } = await quotaOf(member);
  expect([books, bytes.used]).toEqual([{ used: 2, most: 2 }, 2 * ONE_PAGE.length]);
  expect(await member.books("/v1/books")).toHaveLength(2);
});

test("who has no room hears why before the file has come", async () => {
  const member = await signUp(replica.url);
  for (let turn = 0; turn < 2; turn++) await member.makeBook();
  const upload = member.begin();
  const refused = await upload.answer;
  expect([refused.status, await detailOf(refused)]).toEqual([403, expect.stringContaining("2 of 2 books")]);
  upload.cut();
});

test("a deleted book counts until it is deleted for good, which its owner alone does, and leaves no file", async () => {
  const [member, other] = [await signUp(replica.url), await signUp(replica.url)];
  const { id } = await member.makeBook();
  await member.makeBook();
  const clear = (visitor: Visitor) => visitor.fetch(`/v1/books/${id}/clear`, { method: "POST" });
  expect((await clear(member)).status).toBe(404);
  await member.fetch(`/v1/books/${id}`, { method: "DELETE" });
  expect((await member.upload(ONE_PAGE)).status).toBe(403);
  expect([(await clear(other)).status, (await clear(member)).status]).toEqual([404, 204]);
  for (const bucket of Object.values(BUCKETS)) {
    expect((await service.storage.from(bucket).list(bookFolder(member.user.id, id))).data).toEqual([]);
  }
  expect((await member.fetch(`/v1/books/${id}/restore`, { method: "POST" })).status).toBe(404);
  expect((await member.upload(ONE_PAGE)).status).toBe(201);
});

test("a file with more bytes than there is room for is refused, and nothing of it stays", async () => {
  const small = await startReplica(FEW_BYTES);
  const member = await signUp(small.url);
  const refused = await member.upload(ONE_PAGE);
  expect([refused.status, await detailOf(refused)]).toEqual([403, expect.stringContaining("0 of 200 books")]);
  expect((await quotaOf(member)).books.used).toBe(0);
  expect((await service.storage.from(BUCKETS.originals).list(member.user.id)).data).toEqual([]);
  await small.stop();
});
