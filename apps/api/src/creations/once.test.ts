import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { answering } from "../../test/answering.ts";
import { forgetKeys, type Making, once, wasAsked } from "./once.ts";

const NOW = Date.parse("2026-11-26T20:00:00Z");
const hoursAgo = (hours: number) => new Date(NOW - hours * 60 * 60 * 1000).toISOString();
const asked = { key: "k", request: "r" };
const kept = (other: object = {}) => ({ data: { request: "r", answer: "first", begun_at: hoursAgo(23.9), ...other } });
const made = (): Making<string> => ({
  shape: z.string(),
  id: "now",
  row: vi.fn(async () => ({ book: { title: "Tides", titled: true } })),
  go: vi.fn(async () => "gone"),
  read: vi.fn(async (id) => `read ${id}`),
});

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
});

test("what was answered under a key is answered again, and nothing is made", async () => {
  const { supabase, asked: questions } = answering(kept());
  expect(await once(supabase, asked, made())).toBe("first");
  expect(questions).toEqual(['from("creations").select("request, answer, begun_at").eq("key", "k").maybeSingle()']);
});

test.each([
  ["a key of another request", kept({ request: "other" })],
  ["a key whose day is over", kept({ begun_at: hoursAgo(24) })],
  ["a key without an answer yet", kept({ answer: null })],
  ["no such key", {}],
])("with %s the database is asked what there is to do", async (_, before) => {
  const { supabase, asked: questions } = answering(before, { data: { state: "begun" } });
  const making = made();
  expect(await once(supabase, asked, making)).toBe("gone");
  expect(questions[1]).toBe(
    'rpc("create_once", {"key":"k","request":"r","made":"now","book":{"title":"Tides","titled":true}})',
  );
  expect(questions[2]).toBe('from("creations").update({"answer":"gone"}).eq("key", "k")');
  expect(making.read).not.toHaveBeenCalled();
});

test.each([
  ["other", "key-reused"],
  ["under way", "key-under-way"],
])("a request that is %s is refused: %s", async (state, kind) => {
  const making = made();
  await expect(once(answering({}, { data: { state } }).supabase, asked, making)).rejects.toMatchObject({ kind });
  expect(making.go).not.toHaveBeenCalled();
});

test("what was done meanwhile is answered as it was; what was only made is read", async () => {
  const done = answering({}, { data: { state: "done", answer: "theirs" } });
  expect(await once(done.supabase, asked, made())).toBe("theirs");
  const begun = answering({}, { data: { state: "made", made: "earlier" } });
  const making = made();
  expect(await once(begun.supabase, asked, making)).toBe("read earlier");
  expect(making.go).not.toHaveBeenCalled();
});

test("an answer that cannot be kept is still the answer", async () => {
  const { supabase } = answering({}, { data: { state: "begun" } }, { error: { message: "no" } });
  expect(await once(supabase, asked, made())).toBe("gone");
});

test.each([
  ["within its day", kept(), true],
  ["when its day is over", kept({ begun_at: hoursAgo(24) }), false],
  ["that was never sent", {}, false],
])("whether something was asked for under a key %s", async (_, answer, was) => {
  expect(await wasAsked(answering(answer).supabase, "k")).toBe(was);
});

test("keys are forgotten a day after they were sent", async () => {
  const { supabase, asked: questions } = answering();
  await forgetKeys(supabase, new Date(NOW));
  expect(questions).toEqual([`from("creations").delete().lt("begun_at", "${hoursAgo(24)}")`]);
});
