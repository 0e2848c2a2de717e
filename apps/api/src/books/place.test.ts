import { expect, test } from "vitest";
import { placeIn, writePlace } from "./place.ts";

const id = "0b1e5c0a-58a5-4b1f-9c7e-0d3f6d1f2a11";
const url = (after: string) => `http://api.test/v1/books?after=${encodeURIComponent(after)}`;

test.each(["2026-11-27 09:27:44.342+00", "2026-11-27T09:27:44.342156+00:00"])("%s is read as it was written", (at) => {
  expect(placeIn(url(writePlace({ at, id })))).toEqual({ at, id });
});

test("without a place it is the beginning", () => {
  expect(placeIn("http://api.test/v1/books")).toBeUndefined();
});

test.each([
  "",
  "1",
  Buffer.from(`2026-11-27 09:27:44 ${id},owner.is.null`).toString("base64url"),
  Buffer.from(`2026-11-27",id.is.null ${id}`).toString("base64url"),
  Buffer.from("2026-11-27 09:27:44 1").toString("base64url"),
])("%j is no place", (after) => {
  expect(() => placeIn(url(after))).toThrow(expect.objectContaining({ kind: "invalid" }));
});
