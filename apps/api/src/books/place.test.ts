import { expect, test } from "vitest";
import { orderIn, placeIn, writePlace } from "./place.ts";

const id = "0b1e5c0a-58a5-4b1f-9c7e-0d3f6d1f2a11";
const url = (after: string) => `http://api.test/v1/books?after=${encodeURIComponent(after)}`;

test.each([
  ["newest", "2026-11-27 09:27:44.342+00"],
  ["newest", "2026-11-27T09:27:44.342156+00:00"],
  ["read", "-infinity"],
  ["title", 'größer, als "man"\ndenkt'],
  ["title", ""],
] as const)("by %s, %j is read as it was written", (sorted, at) => {
  expect(placeIn(url(writePlace({ at, id })), sorted)).toEqual({ at, id });
});

test.each([
  ["", "newest"],
  ["?sort=title", "title"],
])("%j is sorted by %s", (query, order) => {
  expect(orderIn(`http://api.test/v1/books${query}`)).toBe(order);
});

test("there is no other order", () => {
  expect(() => orderIn("http://api.test/v1/books?sort=owner")).toThrow(
    expect.objectContaining({ kind: "invalid", detail: "sort: newest, title, read" }),
  );
});

test("without a place it is the beginning", () => {
  expect(placeIn("http://api.test/v1/books", "newest")).toBeUndefined();
});

test.each([
  "",
  "1",
  Buffer.from(`2026-11-27 09:27:44 ${id},owner.is.null`).toString("base64url"),
  Buffer.from(`2026-11-27",id.is.null ${id}`).toString("base64url"),
  Buffer.from("2026-11-27 09:27:44 1").toString("base64url"),
  Buffer.from(`2026-11-27 09:27:44 ${id}\nmore`).toString("base64url"),
])("%j is no place", (after) => {
  expect(() => placeIn(url(after), "newest")).toThrow(
    expect.objectContaining({ kind: "invalid", detail: "after: send what a list gave as its next" }),
  );
});
