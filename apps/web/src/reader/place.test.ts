import { describe, expect, test } from "vitest";
import { addressAt, noSuchPage, placeIn, startOf } from "./place.ts";

describe("an address", () => {
  test.each([
    ["", null],
    ["?page=12", { page: 12 }],
    ["?theme=dark&page=1", { page: 1 }],
    ["?page=13", { missing: "13" }],
    ["?page=0", { missing: "0" }],
    ["?page=two", { missing: "two" }],
    ["?page=", { missing: "" }],
  ])("%j names the place %j in a book of 12 pages", (search, place) => {
    expect(placeIn(search, 12)).toEqual(place);
  });

  test("keeps what else it says when the page changes", () => {
    expect(addressAt("https://a.example/b?x=1&page=3#y", 4)).toBe("https://a.example/b?x=1&page=4#y");
  });

  test("does not name the first page", () => {
    expect(addressAt("https://a.example/b?page=3", 1)).toBe("https://a.example/b");
  });
});

test.each([
  ["99", 10, "There is no page 99: this book has 10 pages."],
  [" -1 ", 1, "There is no page -1: this book has one page."],
  ["1001", 1000, "There is no page 1001: this book has 1,000 pages."],
  ["two", 10, "“two” is no page number: this book has 10 pages."],
  ["", 10, "Type the number of a page: this book has 10 pages."],
])("of %j in a book of %i pages it is said: %s", (typed, count, text) => {
  expect(noSuchPage(typed, count)).toBe(text);
});

test.each([
  [undefined, 1],
  ["12", 12],
  [["3", "4"], 3],
  ["13", 1],
  ["two", 1],
])("the server opens a book of 12 pages whose address says %j at page %i", (typed, page) => {
  expect(startOf(typed, 12)).toBe(page);
});
