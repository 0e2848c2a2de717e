import { expect, test, vi } from "vitest";
import { pageImage } from "./addresses.ts";
import { flipdocsApi, type Transport } from "./client.ts";

const id = "0b1e5c0a-58a5-4b1f-9c7e-0d3f6d1f2a11";
const book = {
  id,
  title: "Atlas",
  status: "ready",
  visibility: "private",
  pageCount: 3,
  failure: null,
  createdAt: "2026-11-23T09:00:00.000Z",
};

function answering(body: unknown, status = 200) {
  const send = vi.fn<Transport>(async () => new Response(JSON.stringify(body), { status }));
  return { api: flipdocsApi(send), send };
}

test("signs in with a JSON body", async () => {
  const { api, send } = answering({ user: { id, email: "a@example.org" } });
  const credentials = { email: "a@example.org", password: "long enough" };
  await expect(api.signIn(credentials)).resolves.toEqual({ user: { id, email: "a@example.org" } });
  expect(send).toHaveBeenCalledWith("/v1/auth/sign-in", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(credentials),
  });
});

test("unwraps lists", async () => {
  await expect(answering({ books: [book] }).api.publicBooks()).resolves.toEqual([book]);
});

test("escapes what a person searches for", async () => {
  const { api, send } = answering({ places: 0, pages: 0, hits: [] });
  await api.search(id, "salt & pepper?", { after: 40, most: 2 });
  expect(send).toHaveBeenCalledWith(`/v1/books/${id}/search?q=salt%20%26%20pepper%3F&after=40&most=2`, {});
});

test("a title of 200 emoji is one of 200 letters, as it is for the database", async () => {
  const title = "\u{1f600}".repeat(200);
  await expect(answering({ ...book, title }).api.book(id)).resolves.toMatchObject({ title });
  await expect(answering({ ...book, title: `${title}!` }).api.book(id)).rejects.toMatchObject({ status: 0 });
});

test("takes an answer that breaks the contract for none", async () => {
  await expect(answering({ ...book, status: "burnt" }).api.book(id)).rejects.toMatchObject({ status: 0 });
});

// A captive portal, a server in the API's place, a connection that ends.
test.each([
  ["200 with nothing in it", () => new Response("")],
  ["200 with a page", () => new Response("<!doctype html>", { headers: { "content-type": "text/html" } })],
  ["200 with {}", () => new Response("{}")],
  ["200 with null", () => new Response("null")],
  ["200 with half of its JSON", () => new Response('{"books":[{"id":"0b1e5c0a')],
  ["200 that breaks off", () => new Response(new ReadableStream({ start: (out) => out.error(new Error("reset")) }))],
  ["206 with something else", () => new Response("[]", { status: 206 })],
  ["302", () => new Response(null, { status: 302 })],
  ["401 with a page", () => new Response("<!doctype html>", { status: 401 })],
  ["404 with a page", () => new Response("<!doctype html>", { status: 404 })],
  ["404 with nothing in it", () => new Response(null, { status: 404 })],
])("%s in the place of the API is no answer, whatever was asked", async (_, answer) => {
  const api = flipdocsApi(async () => answer());
  const asked = [
    api.session(),
    api.publicBooks(),
    api.book(id),
    api.pages(id),
    api.text(id, 1),
    api.contents(id),
    api.search(id, "x"),
    api.signIn({ email: "a@example.org", password: "long enough" }),
    api.deleteBook(id),
  ];
  const found = (await Promise.allSettled(asked)).map((one) => one.status === "rejected" && one.reason.status);
  expect(found).toEqual(asked.map(() => 0));
});

test("reads another's book by the token of a link to it", async () => {
  const token = "abcdefghijklmnopqrstu-_1";
  const { api, send } = answering({ pages: [] });
  await api.pages(token);
  expect(send).toHaveBeenCalledWith(`/v1/shares/${token}/pages`, undefined);
  expect(pageImage(token, 2)).toBe(`/api/v1/shares/${token}/pages/2/image`);
});

test("throws the API's refusal with its status", async () => {
  const problem = { type: "about:blank", title: "Unauthorized", status: 401 };
  await expect(answering(problem, 401).api.session()).rejects.toMatchObject({ status: 401 });
});

test("throws status 0 when no answer comes, and keeps the cause", async () => {
  const cause = new TypeError("refused");
  const api = flipdocsApi(() => Promise.reject(cause));
  await expect(api.publicBooks()).rejects.toMatchObject({ status: 0, cause });
});

test("lets an aborted search fail as aborted", async () => {
  const aborted = AbortSignal.abort();
  const api = flipdocsApi(() => Promise.reject(aborted.reason));
  await expect(api.search(id, "x", { signal: aborted })).rejects.toMatchObject({ name: "AbortError" });
});

test("asks for a page's picture on the same origin", () => {
  expect(pageImage(id, 2)).toBe(`/api/v1/books/${id}/pages/2/image`);
});
