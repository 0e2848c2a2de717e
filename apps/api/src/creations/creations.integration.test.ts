import { Book, Problem, Share, Shares } from "@flipdocs/contract";
import type { Database } from "@flipdocs/supabase";
import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type FaultyStorage, faultyStorage } from "../../test/faulty-storage.ts";
import { ONE_PAGE, smallPdf } from "../../test/pdf.ts";
import { type Replica, startReplica } from "../../test/replica.ts";
import { givenServices } from "../../test/services.ts";
import { signUp, type Visitor } from "../../test/visitor.ts";
import { forgetKeys } from "./once.ts";

const OTHER_PDF = smallPdf(["Another"]);
const REUSED = [422, "urn:flipdocs:problem:key-reused"];
const UNDER_WAY = [409, "urn:flipdocs:problem:key-under-way"];

let storage: FaultyStorage;
let replicas: [Replica, Replica];
let one: Visitor;
let other: Visitor;
let key: string;

beforeAll(async () => {
  storage = await faultyStorage(givenServices().SUPABASE_URL);
  replicas = await Promise.all([startReplica({ SUPABASE_URL: storage.url }), startReplica()]);
});
beforeEach(async () => {
  one = await signUp(replicas[0].url);
  other = one.at(replicas[1].url);
  key = crypto.randomUUID();
});
afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.stop("SIGKILL")));
  await storage.close();
});

const upload = (who: Visitor, pdf = ONE_PAGE, title = "Tides") =>
  who.upload(pdf, title, "file.pdf", { "idempotency-key": key });
const kindOf = async (answer: Response) => [answer.status, Problem.parse(await answer.json()).type];
const idOf = async (answer: Response) => [answer.status, Book.parse(await answer.json()).id];
const ids = async () => (await one.books("/v1/books")).map(({ id }) => id);

describe("an upload that is sent again with its key", () => {
  test("gets the first answer again, at any replica, and is no second book", async () => {
    const first = Book.parse(await (await upload(one)).json());
    const again = await upload(other);
    expect([again.status, await again.json(), await ids()]).toEqual([201, first, [first.id]]);
  });

  test("is another request with another file, or under another title", async () => {
    const [, id] = await idOf(await upload(one));
    expect(await kindOf(await upload(other, OTHER_PDF))).toEqual(REUSED);
    expect(await kindOf(await upload(other, ONE_PAGE, "Ebb"))).toEqual(REUSED);
    expect(await ids()).toEqual([id]);
  });

  test("is no second book where two replicas have it at once", async () => {
    const answers = await Promise.all([upload(one), upload(other), upload(one), upload(other)]);
    expect(answers.map(({ status }) => status)).toContain(201);
    expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
    expect(await ids()).toHaveLength(1);
    expect(await idOf(await upload(one))).toEqual([201, ...(await ids())]);
  });

  test("has to wait while the first is under way", async () => {
    storage.hold((file) => file.startsWith("originals/"));
    const first = upload(one);
    await expect.poll(ids, { timeout: 20_000 }).toHaveLength(1);
    const second = await upload(other);
    expect(second.headers.get("retry-after")).toBe("2");
    expect(await kindOf(second)).toEqual(UNDER_WAY);
    storage.hold(() => false);
    const told = await idOf(await first);
    expect(await idOf(await upload(other))).toEqual(told);
  });

  test("is taken where the first came to nothing", async () => {
    storage.fault = "keeps the file, and its answer is lost";
    expect((await upload(one)).status).toBe(503);
    storage.fault = undefined;
    const [status, id] = await idOf(await upload(one));
    expect([status, await ids()]).toEqual([201, [id]]);
  });

  test("is refused with a key that cannot be kept", async () => {
    key = "k".repeat(201);
    expect(await kindOf(await upload(one))).toEqual([422, "urn:flipdocs:problem:invalid"]);
    expect(await ids()).toEqual([]);
  });
});

test("keys are forgotten when their day is over", async () => {
  const { SUPABASE_URL, SUPABASE_SECRET_KEY } = givenServices();
  const service = createClient<Database>(SUPABASE_URL, SUPABASE_SECRET_KEY);
  const { user } = await signUp(replicas[1].url);
  const now = new Date();
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 60 * 60 * 1000).toISOString();
  const creation = { owner: user.id, request: "r", made: crypto.randomUUID() };
  const [old, young] = [
    { ...creation, key: "old", begun_at: hoursAgo(24.1) },
    { ...creation, key: "young", begun_at: hoursAgo(23.9) },
  ];
  await service.from("creations").insert([old, young]).throwOnError();
  await forgetKeys(service, now);
  const { data } = await service.from("creations").select("key").eq("owner", user.id);
  expect(data).toEqual([{ key: "young" }]);
});

test("a link is made once, and never again when it was revoked", async () => {
  const links = `/v1/books/${(await idOf(await upload(other)))[1]}/shares`;
  const headers = { "idempotency-key": crypto.randomUUID() };
  const make = (wanted: object) => other.post(links, wanted, headers);
  const first = Share.parse(await (await make({ access: "unlisted", downloadable: true })).json());
  const revoked = await other.fetch(`${links}/${first.id}`, { method: "DELETE" });
  const again = await make({ downloadable: true, access: "unlisted" });
  expect([revoked.status, again.status, await again.json()]).toEqual([204, 201, first]);
  expect(await kindOf(await make({ access: "public" }))).toEqual(REUSED);
  expect(Shares.parse(await (await other.fetch(links)).json()).shares).toEqual([]);
});
