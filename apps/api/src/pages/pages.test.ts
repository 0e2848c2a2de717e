import { expect, test, vi } from "vitest";
import { answering } from "../../test/answering.ts";
import { contentsOf, markRead, pagesOf, textOf } from "./pages.ts";

const rows = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ number: from + index, width: 1, height: 1 }));

test.each([
  [0, [0], 1],
  [999, [999], 1],
  [1000, [1000, 0], 2],
  [1001, [1000, 1], 2],
])("a book of %i pages is read whole, in portions of %j", async (count, portions, questions) => {
  let from = 1;
  const answers = portions.map((portion) => {
    from += portion;
    return { data: rows(from - portion, portion) };
  });
  const { supabase, asked } = answering(...answers);
  expect((await pagesOf(supabase, "b")).map(({ number }) => number)).toEqual(
    rows(1, count).map(({ number }) => number),
  );
  expect(asked).toHaveLength(questions);
  expect(asked.map((question) => /range\(.*\)/.exec(question)?.[0])).toEqual(
    ["range(0, 999)", "range(1000, 1999)"].slice(0, questions),
  );
});

test("pages go on after one, in their order", async () => {
  const { supabase, asked } = answering({ data: [] });
  await pagesOf(supabase, "b", 40);
  expect(asked[0]).toBe(
    'from("pages").select("number, width, height").eq("book_id", "b").gt("number", 40).order("number").range(0, 999)',
  );
});

test("contents and words are told as they are kept; what is not there is not found", async () => {
  const contents = { outline: [], direction: "ltr" };
  const text = { words: [], links: [] };
  const { supabase, asked } = answering({ data: contents }, { data: text });
  expect([await contentsOf(supabase, "b"), await textOf(supabase, "b", 2)]).toEqual([contents, text]);
  expect(asked).toEqual([
    'from("books").select("outline, direction").eq("id", "b").maybeSingle()',
    'from("pages").select("words, links").eq("book_id", "b").eq("number", 2).maybeSingle()',
  ]);
  await expect(contentsOf(answering().supabase, "b")).rejects.toMatchObject({ kind: "not-found" });
  await expect(textOf(answering().supabase, "b", 2)).rejects.toMatchObject({ kind: "not-found" });
});

test("that a book is read is said, and nobody waits for it", async () => {
  const { supabase, asked } = answering();
  expect(markRead(supabase, "b")).toBeUndefined();
  await vi.waitFor(() => expect(asked).toEqual(['rpc("mark_read", {"book":"b"})']));
});
