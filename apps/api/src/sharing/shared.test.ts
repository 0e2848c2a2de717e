import type { SharedRow } from "@flipdocs/supabase";
import { expect, test } from "vitest";
import { answering } from "../../test/answering.ts";
import { passCookies } from "./pass.ts";
import { letIn, lockOf, toSharedBook } from "./shared.ts";

const row: SharedRow = {
  id: "s",
  access: "password",
  password_hash: "hash",
  embeddable: false,
  downloadable: true,
  book: { id: "b", owner: "o", title: "Tides", page_count: 3, status: "ready" },
};
const open: SharedRow = { ...row, access: "unlisted", password_hash: null };
const visitor = (cookie = "") => new Request("http://api/", { headers: { cookie } });
const [pass = ""] = passCookies("t", { id: "s", password_hash: "hash" });

test.each([
  ["a link without a password", open, visitor()],
  ["a link whose password was told", row, visitor(pass.split(";")[0])],
])("%s lets in", async (_, link, request) => {
  const { supabase, asked } = answering({ data: [link] });
  expect(await letIn(supabase, "t", request)).toEqual(link);
  expect(asked).toEqual(['rpc("shared_book", {"token":"t"})']);
});

test.each([
  ["whose password is still to be told", [row], "locked"],
  ["that leads nowhere", [], "not-found"],
])("a link %s lets nobody in", async (_, data, kind) => {
  await expect(letIn(answering({ data }).supabase, "t", visitor())).rejects.toMatchObject({ kind });
});

test("a visitor learns nothing of who owns the book, or of its password", () => {
  expect([toSharedBook(row), lockOf(open)]).toEqual([
    { title: "Tides", status: "ready", pageCount: 3, access: "password", embeddable: false, downloadable: true },
    null,
  ]);
});
