import { expect, test, vi } from "vitest";
import type { Transport } from "./client.ts";
import { libraryApi } from "./library.ts";

const id = "0b1e5c0a-58a5-4b1f-9c7e-0d3f6d1f2a11";

function answering(body: unknown) {
  const send = vi.fn<Transport>(async () => new Response(JSON.stringify(body)));
  return { api: libraryApi(send), send };
}

test("goes on with a person's books where the list before has ended, in its order", async () => {
  const { api, send } = answering({ books: [], next: null });
  await api.shelf({ sort: "title", after: "a+b" });
  expect(send).toHaveBeenCalledWith("/v1/books?sort=title&after=a%2Bb", undefined);
});

test("escapes what a person searches for in all books", async () => {
  const { api, send } = answering({ books: 0, pages: 0, places: 0, found: [] });
  await api.find("salt & pepper?", 20);
  expect(send).toHaveBeenCalledWith("/v1/search?q=salt%20%26%20pepper%3F&after=20", undefined);
});

test("lists what can be had back", async () => {
  const books = [{ id, title: "Atlas", until: "2026-11-28T09:00:00.000Z" }];
  await expect(answering({ books }).api.deleted()).resolves.toEqual(books);
});
