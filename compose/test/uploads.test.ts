import { connect, type TLSSocket } from "node:tls";
import { afterEach, expect, test } from "vitest";
import { anybody } from "../../testing/asking.ts";
import { until } from "../../testing/programs.ts";
import { upload as head, length } from "./hostile/words.ts";
import { ask, facts } from "./stack/stack.ts";
import { member } from "./stack/visitors.ts";

const held: TLSSocket[] = [];

afterEach(() => {
  for (const socket of held.splice(0)) socket.destroy();
});

/** Begins an upload of 32 MB, and leaves it at that: what it is told, which is 100 where its body is waited for. */
function hold(from: string, cookie: string): Promise<string> {
  const bytes = head("", length(33_000_000), `Cookie: ${cookie}`, "Expect: 100-continue").replace("{from}", from);
  const to = { port: facts().https, servername: "flipdocs.test", rejectUnauthorized: false };
  return new Promise((done, failed) => {
    const socket = connect(to, () => socket.write(bytes));
    held.push(socket.on("error", failed).once("data", (data: Buffer) => done(data.toString().slice(9, 12))));
  });
}

const four = (from: string, cookie: string): Promise<string[]> =>
  Promise.all(Array.from({ length: 4 }, () => hold(from, cookie)));

/** The status of an upload that is whole, and has no file in it. */
async function whole(from: string, cookie: string): Promise<number> {
  const headers = { cookie, "content-type": "multipart/form-data; boundary=b", "content-length": "5" };
  return (await ask("/api/v1/books", { method: "POST", headers, body: "--b--", from })).status;
}

/** Lets go of all that is held, and waits until it is seen. */
async function release(from: string, cookie: string): Promise<void> {
  for (const socket of held.splice(0)) socket.destroy();
  await until(60, async () => (await whole(from, cookie)) === 422);
}

// 29 of them, from one visitor, once took the memory of both replicas.
test("claim 27: of uploads that do not end one address has four, and one member eight, while others are served", async () => {
  const [hoarder, other, one] = [await member(), await member(), anybody()];
  expect(await four(one, hoarder)).toEqual(["100", "100", "100", "100"]);
  expect(await whole(one, hoarder)).toBe(429);
  expect(await whole(one, other)).toBe(429);
  // Each of two replicas gives a member four, whatever addresses they come from.
  let more = 0;
  for (; (await whole(anybody(), hoarder)) === 422 && more < 20; more++) await hold(anybody(), hoarder);
  expect(more).toBeLessThan(20);
  expect(await whole(anybody(), other)).toBe(422);
  expect((await ask("/api/health", { from: one })).status).toBe(200);
  await release(one, hoarder);
});

test("claim 27: all together have sixty-four, and the next is refused", async () => {
  const members = await Promise.all(Array.from({ length: 16 }, () => member()));
  const [from, cookie] = [anybody(), await member()];
  const all = await Promise.all(members.map((one) => four(anybody(), one)));
  expect(new Set(all.flat())).toEqual(new Set(["100"]));
  expect(await whole(from, cookie)).toBe(429);
  expect((await ask("/api/health", { from })).status).toBe(200);
  await release(from, cookie);
});
