import type { NewShare, User } from "@flipdocs/contract";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answering } from "../../test/answering.ts";
import { changeLink, linksTo, makeLink, revokeLink } from "./links.ts";

const BOOK = "5a3b1e00-f11b-4d0c-8000-000000000001";
const SHARE = "5a3b1e00-f11b-4d0c-8000-00000000000b";
const USER: User = { id: "5a3b1e00-f11b-4d0c-8000-00000000000a", email: "ada@flipdocs.test" };
const own = { data: { id: BOOK } };
const row = {
  id: SHARE,
  token: "t",
  access: "unlisted",
  ends_at: "2026-12-01 00:00:00+00",
  embeddable: false,
  downloadable: true,
  views: "3",
  created_at: "2026-11-26 20:14:00+00",
};
const share = {
  id: SHARE,
  token: "t",
  access: "unlisted",
  endsAt: "2026-12-01T00:00:00.000Z",
  embeddable: false,
  downloadable: true,
  views: 3,
  createdAt: "2026-11-26T20:14:00.000Z",
};
const inserted = (asked: readonly string[]) =>
  JSON.parse(/insert\((\{.*?\})\)/.exec(asked.find((one) => one.includes("insert(")) ?? "")?.[1] ?? "{}");

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-11-26T20:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

test("links are listed newest first, to the book's owner alone", async () => {
  const { supabase, asked } = answering(own, { data: [row, { ...row, ends_at: null }] });
  expect(await linksTo(supabase, USER, BOOK)).toEqual([share, { ...share, endsAt: null }]);
  expect(asked[0]).toBe(`from("books").select("id").eq("id", "${BOOK}").eq("owner", "${USER.id}").maybeSingle()`);
  expect(asked[1]).toBe(
    `from("shares").select("id, token, access, ends_at, embeddable, downloadable, views, created_at").eq("book_id", "${BOOK}").order("created_at", {"ascending":false})`,
  );
});

test("whose book it is not finds none, whatever they want", async () => {
  const place = { book: BOOK, share: SHARE };
  const tries = [
    linksTo(answering().supabase, USER, BOOK),
    makeLink(answering().supabase, USER, BOOK, { access: "public" }),
    changeLink(answering().supabase, USER, place, {}),
    revokeLink(answering().supabase, USER, place),
  ];
  for (const attempt of tries) await expect(attempt).rejects.toMatchObject({ kind: "not-found" });
});

test("a link allows what it is told to, and nothing else", async () => {
  const { supabase, asked } = answering(own, { data: [] }, { data: row });
  expect(await makeLink(supabase, USER, BOOK, { access: "unlisted" })).toEqual(share);
  expect(inserted(asked)).toEqual({
    id: expect.any(String),
    book_id: BOOK,
    token: expect.stringMatching(/^[\w-]{24}$/),
    access: "unlisted",
    password_hash: null,
    ends_at: null,
    embeddable: false,
    downloadable: false,
  });
});

test("what is allowed and when it ends are kept", async () => {
  const { supabase, asked } = answering(own, { data: [] }, { data: row });
  const wanted: NewShare = { access: "public", endsAt: "2026-11-27T00:00:00Z", embeddable: true, downloadable: true };
  await makeLink(supabase, USER, BOOK, wanted);
  expect(inserted(asked)).toMatchObject({ ends_at: wanted.endsAt, embeddable: true, downloadable: true });
});

test.each(["2026-11-26T20:00:00Z", "2026-11-26T19:59:59Z"])(
  "a link cannot end at %s, which is not in the future",
  async (endsAt) => {
    const { supabase, asked } = answering(own, { data: [] });
    await expect(makeLink(supabase, USER, BOOK, { access: "public", endsAt })).rejects.toMatchObject({
      kind: "invalid",
      detail: "endsAt: has to be in the future",
    });
    expect(asked).toEqual([]);
  },
);

test.each([
  [99, true],
  [100, false],
])("where there are %i links, another one is made: %s", async (count, isMade) => {
  const { supabase } = answering(own, { data: Array.from({ length: count }, () => row) }, { data: row });
  const made = makeLink(supabase, USER, BOOK, { access: "public" });
  if (isMade) await expect(made).resolves.toEqual(share);
  else
    await expect(made).rejects.toMatchObject({
      kind: "invalid",
      detail: "A book has up to 100 links: revoke one that nobody needs.",
    });
});

test("a link that is made once is told apart by what it allows, in whatever order that is said", async () => {
  const request = async (wanted: NewShare) => {
    const { supabase, asked } = answering({}, own, { data: [] }, { data: { state: "begun" } }, { data: row });
    expect(await makeLink(supabase, USER, BOOK, wanted, "k")).toEqual(share);
    return /"request":"([^"]+)"/.exec(asked.find((one) => one.includes("create_once")) ?? "")?.[1];
  };
  const [one, same, other] = [
    await request({ access: "unlisted", downloadable: true }),
    await request({ downloadable: true, access: "unlisted" }),
    await request({ access: "unlisted", downloadable: false }),
  ];
  expect([one === same, one === other]).toEqual([true, false]);
});

const place = { book: BOOK, share: SHARE };

test.each([
  [{ embeddable: true }, { embeddable: true, downloadable: true }],
  [{ downloadable: false }, { embeddable: false, downloadable: false }],
  [{}, { embeddable: false, downloadable: true }],
])("a change of %j leaves the rest: %j", async (change, allowed) => {
  const { supabase, asked } = answering(own, { data: [{ ...row, id: "other", embeddable: true }, row] }, { data: row });
  expect(await changeLink(supabase, USER, place, change)).toEqual(share);
  expect(asked[2]).toContain(
    `from("shares").update(${JSON.stringify(allowed)}).eq("id", "${SHARE}").eq("book_id", "${BOOK}")`,
  );
});

test("a link with a password cannot be embedded, and can still be changed otherwise", async () => {
  const locked = { ...row, access: "password" };
  await expect(
    changeLink(answering(own, { data: [locked] }).supabase, USER, place, { embeddable: true }),
  ).rejects.toMatchObject({ kind: "invalid", detail: "embeddable: a link with a password cannot be embedded" });
  const { supabase } = answering(own, { data: [locked] }, { data: locked });
  expect(await changeLink(supabase, USER, place, { downloadable: true })).toMatchObject({ access: "password" });
});

test("a link that is not there, or goes meanwhile, is not found", async () => {
  const tries = [
    changeLink(answering(own, { data: [{ ...row, id: "other" }] }).supabase, USER, place, {}),
    changeLink(answering(own, { data: [row] }, {}).supabase, USER, place, {}),
    revokeLink(answering(own, { data: [] }).supabase, USER, place),
  ];
  for (const attempt of tries) await expect(attempt).rejects.toMatchObject({ kind: "not-found" });
});

test("a link is revoked by its own name and its book's", async () => {
  const { supabase, asked } = answering(own, { data: [{ id: SHARE }] });
  expect(await revokeLink(supabase, USER, place)).toBeUndefined();
  expect(asked[1]).toBe(`from("shares").delete().eq("id", "${SHARE}").eq("book_id", "${BOOK}").select("id")`);
});
