import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { root, until } from "../../testing/programs.ts";
import { crash, healthyAgain, restarts } from "./stack/crash.ts";
import { ask, compose, containers } from "./stack/stack.ts";
import { member, upload } from "./stack/visitors.ts";

/** All twenty take two minutes: FLIPDOCS_SLOW=1. */
const KILLS = process.env.FLIPDOCS_SLOW ? 20 : 3;
/** Who is killed, in turns. Supabase is a service of others', and faults.test.ts has what becomes of its absence. */
const VICTIMS = ["api", "redis", "proxy", "api", "web"];
/** Within so long after two uploads began: while they come, wait, are made, or have been. */
const MOMENT_MS = 4000;

const sample = readFileSync(`${root}/packages/book/fixtures/sample.pdf`);

interface Shelf {
  books: { id: string; status: "making" | "ready" | "failed"; failure: string | null; pageCount: number }[];
}

async function shelfOf(cookie: string): Promise<Shelf["books"]> {
  const { status, body } = await ask("/api/v1/books", { headers: { cookie } });
  if (status !== 200) throw new Error(`the shelf was answered with ${status}`);
  return (JSON.parse(body) as Shelf).books;
}

/** Kills one container of a service, and waits until it serves again. */
async function killOne(service: string): Promise<void> {
  const [victim = ""] = await containers(service);
  const before = await restarts(victim);
  await crash(victim);
  await healthyAgain(victim, before + 1);
}

afterAll(async () => {
  await compose("up", "--detach", "--wait");
  // Healthy is one without Redis, too, and the next file signs people up.
  await until(60, async () => (await ask("/api/ready")).status === 200);
});

test(`claim 47: whoever is killed while books are made, ${KILLS} times, every accepted upload ends as a book or a stated failure`, async () => {
  const cookie = await until(60, () => member());
  const accepted: string[] = [];
  for (let turn = 0; turn < KILLS; turn++) {
    const service = VICTIMS[turn % VICTIMS.length] ?? "api";
    const uploads = Promise.all([upload(cookie, sample), upload(cookie, sample)]);
    const moment = Math.random() * MOMENT_MS;
    await pause(moment);
    await killOne(service);
    const taken = (await uploads).flat();
    accepted.push(...taken);
    console.info(`${service} killed after ${moment.toFixed(0)} ms: ${taken.length} of 2 accepted`);
  }
  expect(accepted.length).toBeGreaterThan(0);
  const shelf = await until(400, async () => {
    const books = await shelfOf(cookie);
    return books.every(({ status }) => status !== "making") && books;
  });
  expect(shelf.map(({ id }) => id)).toEqual(expect.arrayContaining(accepted));
  console.info(shelf.map(({ status, failure }) => failure ?? status).join(", "));
  for (const { id, status, failure, pageCount } of shelf) {
    if (status === "failed") expect(failure).toMatch(/\w/);
    if (status !== "ready") continue;
    expect(pageCount).toBe(10);
    for (let page = 1; page <= pageCount; page++) {
      const image = async () => (await ask(`/api/v1/books/${id}/pages/${page}/image`, { headers: { cookie } })).status;
      await until(60, async () => (await image()) === 200);
    }
  }
}, 1_800_000);
