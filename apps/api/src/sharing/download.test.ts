import type { SharedRow } from "@flipdocs/supabase";
import { expect, test, vi } from "vitest";
import type { Clients } from "../supabase/clients.ts";
import { fileOf } from "./file.ts";

const shared: SharedRow = {
  id: "s",
  access: "unlisted",
  password_hash: null,
  embeddable: false,
  downloadable: true,
  book: { id: "b", owner: "o", title: "Tides", page_count: 1, status: "ready" },
};
const pdf = { "content-type": "application/pdf", "content-length": "4", "x-storage": "its own" };
const storage = (answer: Response) => {
  const original = vi.fn(async () => answer);
  return { original, clients: { original } as unknown as Clients };
};
const asking = (headers: Record<string, string> = {}) => new Request("http://api/", { headers });
const file = (answer: Response, request = asking(), link = shared) => fileOf(storage(answer).clients, link, request);

test("the file comes as it lies there, under the book's name, and for nobody else to keep", async () => {
  const answer = await file(new Response("%PDF", { headers: pdf }));
  expect([answer.status, await answer.text()]).toEqual([200, "%PDF"]);
  expect(Object.fromEntries(answer.headers)).toEqual({
    "accept-ranges": "bytes",
    "cache-control": "private, no-cache",
    "content-disposition": "attachment; filename=\"Tides.pdf\"; filename*=UTF-8''Tides.pdf",
    "content-length": "4",
    "content-type": "application/pdf",
    etag: expect.stringMatching(/^"[\w-]{43}"$/),
  });
});

test("a part is asked for as it was wanted, and told as it came", async () => {
  const headers = { ...pdf, "content-range": "bytes 0-0/4" };
  const { original, clients } = storage(new Response("%", { status: 206, headers }));
  const request = asking({ range: "bytes=0-0" });
  const answer = await fileOf(clients, shared, request);
  expect([answer.status, answer.headers.get("content-range")]).toEqual([206, "bytes 0-0/4"]);
  expect(original).toHaveBeenCalledWith("o/b/original.pdf", { range: "bytes=0-0" }, request.signal);
});

test("who has the file is told so, and storage is not asked; the tag is the link's own", async () => {
  const tag = (await file(new Response("", { headers: pdf }))).headers.get("etag") ?? "";
  const { original, clients } = storage(new Response(""));
  const answer = await fileOf(clients, shared, asking({ "if-none-match": tag }));
  expect([answer.status, answer.headers.get("etag"), original.mock.calls]).toEqual([304, tag, []]);
  const other = await file(new Response("", { headers: pdf }), asking(), { ...shared, id: "other" });
  expect(other.headers.get("etag")).not.toBe(tag);
});

test("a link that allows no download has no file", async () => {
  const asked = file(new Response("", { headers: pdf }), asking(), { ...shared, downloadable: false });
  await expect(asked).rejects.toMatchObject({ kind: "not-found" });
});

test.each<[string, number, string, Record<string, string>, object]>([
  ["that says it has none", 400, '{"statusCode": "404","error":"not_found"}', {}, { kind: "not-found" }],
  ["that says something else", 400, '{"statusCode":"403"}', {}, { kind: "unavailable" }],
  ["that shows a page", 200, "<html>", { "content-type": "text/html" }, { kind: "unavailable" }],
  ["that fails with a PDF", 500, "%PDF", pdf, { kind: "unavailable" }],
  ["that says more than that", 404, "x".repeat(5000), {}, { kind: "unavailable" }],
  [
    "without that part",
    416,
    "",
    { "content-range": "bytes */4" },
    { kind: "no-such-range", headers: { "content-range": "bytes */4" } },
  ],
  ["without that part, and no word of its length", 416, "", {}, { kind: "no-such-range", headers: {} }],
])("storage %s", async (_, status, body, headers, problem) => {
  await expect(file(new Response(body, { status, headers }))).rejects.toMatchObject(problem);
});
