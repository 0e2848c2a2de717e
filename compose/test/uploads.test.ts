import { connect, type TLSSocket } from "node:tls";
import { afterEach, expect, test } from "vitest";
import { upload as head, length } from "./hostile/words.ts";
import { until } from "./stack/programs.ts";
import { anybody, ask, facts } from "./stack/stack.ts";
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

// 29 of them, from one visitor, once took the memory of both replicas.
test("claim 27: of uploads that do not end one visitor has four, all together eight, and the next is refused", async () => {
  const [cookie, one, another, third] = [await member(), anybody(), anybody(), anybody()];
  expect(await four(one, cookie)).toEqual(["100", "100", "100", "100"]);
  expect(await whole(one, cookie)).toBe(429);
  expect(await whole(third, cookie)).toBe(422);
  expect(await four(another, cookie)).toEqual(["100", "100", "100", "100"]);
  expect(await whole(third, cookie)).toBe(429);
  expect((await ask("/api/health", { from: one })).status).toBe(200);
  for (const socket of held.splice(0)) socket.destroy();
  await until(30, async () => (await whole(one, cookie)) === 422);
});
