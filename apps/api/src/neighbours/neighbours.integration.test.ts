import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { type FaultyLine, faultyLine } from "../../test/faulty-line.ts";
import { ONE_PAGE } from "../../test/pdf.ts";
import { type Replica, startReplica } from "../../test/replica.ts";
import { givenServices } from "../../test/services.ts";
import { newEmail, PASSWORD, signUp, Visitor } from "../../test/visitor.ts";

let redis: FaultyLine;
let supabase: FaultyLine;
let replica: Replica;

beforeAll(async () => {
  const given = givenServices();
  [redis, supabase] = [await faultyLine(given.REDIS_URL), await faultyLine(given.SUPABASE_URL)];
  // Soon enough to be waited for, and not so soon that a busy machine is an absence.
  replica = await startReplica({ REDIS_URL: redis.url, SUPABASE_URL: supabase.url, SUPABASE_SECONDS: "3" });
});

afterAll(async () => {
  await replica.stop("SIGKILL");
  await Promise.all([redis.close(), supabase.close()]);
});

/** Makes the tokens of a visitor's session end now, as time would. */
async function endTokens({ user }: { user: { id: string } }): Promise<void> {
  const store = new Redis(givenServices().REDIS_URL);
  for (const key of await store.keys("session:*")) {
    const text = await store.get(key);
    if (text?.includes(user.id)) await store.set(key, JSON.stringify({ ...JSON.parse(text), expiresAt: 0 }));
  }
  store.disconnect();
}

const ready = async () => (await fetch(`${replica.url}/ready`)).json();
const becomes = (readiness: object) =>
  vi.waitFor(async () => expect(await ready()).toMatchObject(readiness), { timeout: 20_000 });
const wellAgain = () => becomes({ status: "ready" });
const session = async (visitor: Visitor) => (await visitor.fetch("/v1/auth/session")).status;
const shelf = async () => (await fetch(`${replica.url}/v1/books/public`)).status;
const withUnknownCookie = () => Object.assign(new Visitor(replica.url), { cookie: "x".repeat(43) });
const alive = async () => (await fetch(`${replica.url}/health`)).status;

describe("while Redis is frozen", () => {
  let known: Visitor;
  let gone: Visitor;

  beforeAll(async () => {
    [known, gone] = await Promise.all([signUp(replica.url), signUp(replica.url)]);
    expect([await session(known), await session(gone)]).toEqual([200, 200]);
    const elsewhere = await startReplica();
    await gone.at(elsewhere.url).fetch("/v1/auth/sign-out", { method: "POST" });
    await elsewhere.stop();
    redis.freeze();
    await becomes({ status: "degraded", redis: false, supabase: true });
  });
  afterAll(async () => {
    redis.thaw();
    await wellAgain();
  });

  test("claim 48: who was signed in stays so, and nobody is signed out", async () => {
    const unknown = withUnknownCookie();
    expect([await session(known), await session(unknown)]).toEqual([200, 503]);
    expect(unknown.cookie).toBeDefined();
  });

  test("claim 48: a session that was signed out elsewhere is not remembered into life again", async () => {
    expect(await session(gone)).toBe(401);
  });

  test("what is public is served to who has a cookie, and what may be theirs is not said to be missing", async () => {
    const visitor = withUnknownCookie();
    expect((await visitor.fetch("/v1/books/public")).status).toBe(200);
    expect((await visitor.fetch(`/v1/books/${crypto.randomUUID()}`)).status).toBe(503);
  });

  test("the replica is alive, and its metrics say what is away", async () => {
    expect(await alive()).toBe(200);
    const metrics = await (await fetch(`${replica.url}/metrics`)).text();
    expect(metrics).toContain('flipdocs_dependency_up{dependency="redis"} 0');
    expect(metrics).toContain('flipdocs_dependency_up{dependency="supabase"} 1');
  });
});

test("while Redis is away a link is made once for its key, and an upload's key is good for the next try", async () => {
  const member = await signUp(replica.url);
  const book = await member.makeBook();
  const [link, file] = [0, 1].map(() => ({ "idempotency-key": crypto.randomUUID() }));
  const share = () => member.post(`/v1/books/${book.id}/shares`, { access: "unlisted" }, link);
  const upload = async () => (await member.upload(ONE_PAGE, "Tides", "file.pdf", file)).status;
  redis.freeze();
  onTestFinished(redis.thaw);
  await becomes({ redis: false });
  const links = [await share(), await share()];
  expect(links.map(({ status }) => status)).toEqual([201, 201]);
  expect(await links[1]?.json()).toEqual(await links[0]?.json());
  expect(await upload()).toBe(503);
  redis.thaw();
  await wellAgain();
  await expect.poll(upload, { timeout: 20_000 }).toBe(201);
  expect([await upload(), await member.books("/v1/books")]).toEqual([201, [expect.anything(), book]]);
});

// Each of them may also come to a worker that waits, and that has to be at work again afterwards.
test.each([
  "LOADING Redis is loading the dataset in memory",
  "READONLY You can't write against a read only replica.",
  "OOM command not allowed when used memory > 'maxmemory'.",
  "NOAUTH Authentication required.",
  "WRONGTYPE Operation against a key holding the wrong kind of value",
  "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.",
])("while Redis answers %s, nobody is signed in or out by that, and all are told to come again", async (error) => {
  const [visitor, signingIn] = [await signUp(replica.url), new Visitor(replica.url)];
  redis.refuseBy(error);
  onTestFinished(() => redis.refuseBy(undefined));
  const unknown = withUnknownCookie();
  const answers = [
    await signingIn.post("/v1/auth/sign-in", { email: visitor.user.email, password: PASSWORD }),
    await unknown.fetch("/v1/auth/session"),
    await visitor.upload(ONE_PAGE),
  ];
  redis.refuseBy(undefined);
  await wellAgain();
  for (const answer of error.startsWith("WRONGTYPE") ? answers.slice(0, 1) : answers) {
    expect([answer.status, answer.headers.get("content-type")]).toEqual([503, "application/problem+json"]);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  }
  expect([signingIn.cookie, await session(visitor)]).toEqual([undefined, 200]);
});

test("after Redis was lost without a word, sessions are there and books are made", async () => {
  const visitor = await signUp(replica.url);
  redis.lose();
  await expect.poll(() => session(visitor), { timeout: 20_000 }).toBe(200);
  await expect.poll(async () => (await visitor.fetch("/v1/books")).status, { timeout: 20_000 }).toBe(200);
  // The queue has a connection of its own, which comes back by itself.
  await expect.poll(async () => (await visitor.upload(ONE_PAGE)).ok, { timeout: 20_000 }).toBe(true);
  expect(await visitor.makeBook()).toMatchObject({ status: "ready" });
});

describe("while Supabase", () => {
  afterEach(async () => {
    supabase.thaw();
    supabase.delay(0);
    await wellAgain();
  });

  test("takes requests and answers none, visitors are told so, and it is not asked for each of them", async () => {
    const [member, leaving] = await Promise.all([signUp(replica.url), signUp(replica.url)]);
    const credentials = { email: member.user.email, password: PASSWORD };
    const since = replica.log().length;
    supabase.freeze();
    const changes = Promise.all([
      new Visitor(replica.url).post("/v1/auth/sign-in", credentials),
      new Visitor(replica.url).post("/v1/auth/sign-up", { email: newEmail(), password: PASSWORD }),
      member.upload(ONE_PAGE),
      member.fetch(`/v1/books/${crypto.randomUUID()}`, { method: "DELETE" }),
      leaving.post("/v1/auth/sign-out", {}),
    ]);
    await Promise.all([shelf(), shelf(), shelf()]);
    await expect
      .poll(() => replica.log().slice(since), { timeout: 20_000 })
      .toContain('"neighbour":"supabase","error"');
    const before = supabase.connections();
    for (let visitor = 0; visitor < 30; visitor++) expect(await shelf()).toBe(503);
    expect(supabase.connections() - before).toBeLessThan(30);
    const problem = await fetch(`${replica.url}/v1/books/public`);
    expect(problem.headers.get("content-type")).toBe("application/problem+json");
    expect(await ready()).toEqual({ status: "degraded", redis: true, supabase: false });
    expect(await alive()).toBe(200);
    const statuses = (await changes).map(({ status, headers }) => [status, headers.has("retry-after")]);
    expect(statuses).toEqual([...Array(4).fill([503, true]), [204, false]]);
  });

  test("answers too late, a session whose tokens have to be renewed is not signed out by that", async () => {
    const visitor = await signUp(replica.url);
    await endTokens(visitor);
    supabase.delay(4000);
    expect(await session(visitor)).toBe(503);
    supabase.delay(0);
    await expect.poll(() => session(visitor), { timeout: 20_000 }).toBe(200);
  });

  test("refuses, visitors are told so, and all is well when it is back", async () => {
    await supabase.refuse();
    await expect.poll(shelf, { timeout: 20_000 }).toBe(503);
    await becomes({ supabase: false });
    await supabase.accept();
    await expect.poll(shelf, { timeout: 20_000 }).toBe(200);
  });
});
