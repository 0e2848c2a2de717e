import { shrink } from "@flipdocs/book";
import { expect, test, vi } from "vitest";
import { answering } from "../../test/answering.ts";
import type { Services } from "../services.ts";
import { coverImage, imageOf } from "./images.ts";

vi.mock("@flipdocs/book", () => ({ shrink: vi.fn(async () => new Uint8Array([9])) }));

const row = { data: { digest: "d1", books: { owner: "o", visibility: "private" } } };
const picture = { data: new Blob(["jpeg"]) };
const missing = { error: { status: 400, message: "Object not found" } };
const asked = { book: "b", number: 2, known: null };

function services() {
  const service = answering({}, { data: { id: "b" } });
  const drawCloser = vi.fn(async () => undefined);
  return {
    service,
    drawCloser,
    given: { clients: { service: service.supabase }, queue: { drawCloser } } as unknown as Services,
  };
}

test("a page is shown as it is kept, to whoever may see its book", async () => {
  const reader = answering(row, picture);
  const answer = await imageOf(reader.supabase, asked, services().given);
  expect([answer.status, answer.headers.get("etag"), await answer.text()]).toEqual([200, '"d1"', "jpeg"]);
  expect(reader.asked).toEqual([
    'from("pages").select("digest, books (owner, visibility)").eq("book_id", "b").eq("number", 2).maybeSingle()',
    'storage.from("pages").download("o/b/2.jpg")',
  ]);
});

test("a page that is not there is not found", async () => {
  await expect(imageOf(answering().supabase, asked, services().given)).rejects.toMatchObject({ kind: "not-found" });
});

test("a picture of another width that is kept is shown, under a tag of its own", async () => {
  const reader = answering(row, picture);
  const answer = await imageOf(reader.supabase, { ...asked, width: 240 }, services().given);
  expect([answer.headers.get("etag"), await answer.text()]).toEqual(['"d1-240"', "jpeg"]);
  expect(reader.asked[1]).toBe('storage.from("pages").download("o/b/2-240.jpg")');
});

test.each([{ status: 400 }, { status: 404 }, { originalError: { status: 400 } }])(
  "a small one that is not kept (%j) is made of the page, shown, and kept",
  async (error) => {
    const { service, given } = services();
    const reader = answering(row, { error }, picture);
    const answer = await imageOf(reader.supabase, { ...asked, width: 240 }, given);
    expect([answer.status, new Uint8Array(await answer.arrayBuffer())]).toEqual([200, new Uint8Array([9])]);
    expect(shrink).toHaveBeenLastCalledWith(new Uint8Array(Buffer.from("jpeg")), 240);
    await vi.waitFor(() => expect(service.asked).toHaveLength(2));
    expect(service.asked[1]).toBe('from("books").select("id").eq("id", "b").maybeSingle()');
    expect(service.asked[0]).toMatch(/upload\("o\/b\/2-240\.jpg".*"contentType":"image\/jpeg","upsert":true/);
  },
);

test("a large one that is not kept is asked for, and is not there yet", async () => {
  const { drawCloser, given } = services();
  const asking = { ...asked, width: 2400 as const, visitor: "v" };
  const answer = await imageOf(answering(row, missing).supabase, asking, given);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([202, "1"]);
  expect(drawCloser).toHaveBeenCalledWith({ book: "b", page: 2, width: 2400, visitor: "v" });
});

test("storage that is away is not taken for a picture that is missing", async () => {
  const away = { error: { status: 503, message: "away" } };
  const { drawCloser, given } = services();
  const asking = imageOf(answering(row, away).supabase, { ...asked, width: 2400 }, given);
  await expect(asking).rejects.toMatchObject({ kind: "unavailable" });
  expect(drawCloser).not.toHaveBeenCalled();
});

test("a cover is shown where there is one, and else the first page", async () => {
  const covered = answering({ data: { owner: "o", visibility: "public", cover: "c1" } }, picture);
  const cover = await coverImage(covered.supabase, asked, services().given);
  expect([cover.headers.get("etag"), cover.headers.get("content-type"), covered.asked[1]]).toEqual([
    '"c1"',
    "image/webp",
    'storage.from("pages").download("o/b/cover.webp")',
  ]);
  expect(covered.asked[0]).toBe('from("books").select("owner, visibility, cover").eq("id", "b").maybeSingle()');
  const old = answering({ data: { owner: "o", visibility: "public", cover: null } }, row, picture);
  expect((await coverImage(old.supabase, asked, services().given)).headers.get("content-type")).toBe("image/jpeg");
  expect(old.asked[1]).toContain('.eq("number", 1)');
});

test("a small picture of a book that went meanwhile is not left behind", async () => {
  const service = answering();
  const given = { clients: { service: service.supabase }, queue: {} } as unknown as Services;
  await imageOf(answering(row, missing, picture).supabase, { ...asked, width: 240 }, given);
  await vi.waitFor(() => expect(service.asked[2]).toBe('storage.from("pages").remove(["o/b/2-240.jpg"])'));
});

test("a book that is not there has no cover", async () => {
  await expect(coverImage(answering().supabase, asked, services().given)).rejects.toMatchObject({ kind: "not-found" });
});
