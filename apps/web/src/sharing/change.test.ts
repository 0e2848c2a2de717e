import { expect, test } from "vitest";
import { changeIn } from "./change.ts";

const TODAY = "2026-11-27";
const SHARE = "5a3b1e00-f11b-4d0c-8000-000000000001";
const change = (form: Record<string, unknown>) => changeIn(form, TODAY);

test("a link is good to the end of its last day", () => {
  const form = { act: "make", access: "unlisted", password: "", lastDay: TODAY, downloadable: "on" };
  expect(change(form)).toEqual({
    act: "make",
    wanted: { access: "unlisted", endsAt: "2026-11-27T23:59:59.999Z", embeddable: false, downloadable: true },
    key: undefined,
  });
});

test("without a last day it has no end", () => {
  const form = { act: "make", access: "password", password: "seven quiet otters", lastDay: "" };
  expect(change(form)).toEqual({
    act: "make",
    wanted: { access: "password", password: "seven quiet otters", embeddable: false, downloadable: false },
    key: undefined,
  });
});

test("what does not belong to the kind of link that is chosen is left", () => {
  const locked = { access: "password", password: "seven quiet otters", embeddable: "on" };
  expect(change({ act: "make", ...locked })).toHaveProperty("wanted.embeddable", false);
  expect(change({ act: "make", access: "public", password: "seven quiet otters" })).not.toHaveProperty(
    "wanted.password",
  );
});

test.each([
  ["password", { access: "password", password: "short" }],
  ["password", { access: "password", password: "" }],
  ["endsAt", { access: "unlisted", lastDay: "2026-11-26" }],
  ["endsAt", { access: "unlisted", lastDay: "tomorrow" }],
  ["form", { access: "friends" }],
  ["form", {}],
])("%s is said where %j is asked for", (why, form) => {
  expect(change({ act: "make", ...form })).toEqual({ act: "refuse", why });
});

test("a form that is sent twice has one key, and one that was changed in between another", () => {
  const form = { act: "make", access: "password", password: "seven quiet otters", form: SHARE };
  const [key, changed, other] = [
    form,
    { ...form, password: "eight quiet otters" },
    { ...form, form: SHARE.replace("1", "2") },
  ].map((sent) => (change(sent) as { key: string }).key);
  expect(change(form)).toHaveProperty("key", key);
  expect(key).toMatch(/^[\w-]{43}$/);
  expect(new Set([key, changed, other]).size).toBe(3);
});

test("switches are turned and links are revoked by their ids", () => {
  expect(change({ act: "change", share: SHARE, name: "embeddable", on: "no" })).toEqual({
    act: "change",
    share: SHARE,
    change: { embeddable: false },
  });
  expect(change({ act: "revoke", share: SHARE })).toEqual({ act: "revoke", share: SHARE });
});

test.each([
  { act: "revoke", share: "../x" },
  { act: "change", share: SHARE, name: "views", on: "yes" },
  { act: "change", share: SHARE, name: "embeddable" },
  { act: "burn", share: SHARE },
  {},
])("%j is nothing that a form sends", (form) => {
  expect(change(form)).toEqual({ act: "refuse", why: "form" });
});
