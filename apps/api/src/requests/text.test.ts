import { expect, test } from "vitest";
import { refuseUnkeepable } from "./text.ts";

const sent = (part: Partial<Parameters<typeof refuseUnkeepable>[0]>) => () =>
  refuseUnkeepable({ body: undefined, query: {}, params: {}, ...part });

test.each([
  ["a NUL in a field", { body: { title: "a\0b" } }, "title: "],
  ["half of a surrogate pair", { query: { q: "\ud800x" } }, "q: "],
  ["the other half", { query: { q: "x\udc00" } }, "q: "],
  ["a NUL in the path", { params: { id: "\0" } }, "id: "],
  ["one deep inside", { body: { a: [{ b: "ok" }, { b: "\0" }] } }, "a.1.b: "],
  ["one in a name", { body: { user: { "na\0me": 1 } } }, "user: "],
  ["one in a file's name", { body: { file: new File([], "a\0.pdf") } }, "file.name: "],
  ["a body that is one text", { body: "\0" }, "request: "],
])("%s is refused, and the place is told", (_, part, place) => {
  expect(sent(part)).toThrow(place);
});

const nested = (levels: number): unknown => JSON.parse("[".repeat(levels) + "]".repeat(levels));

test("30,000 levels, which 60 KB are enough for, are refused without walking them", () => {
  expect(sent({ body: { title: nested(30_000) } })).toThrow("request: is nested deeper than 32 levels");
  expect(sent({ query: nested(33) })).toThrow("request: is nested deeper");
});

test.each([
  ["an item far behind the end", () => Object.assign([], { 4294967294: "x" })],
  ["a length that is none", () => Object.assign(["x"], { length: 4_294_967_295 })],
  ["an item where no list has one", () => Object.assign([], { 99999999999: "x" })],
])("a list with %s is refused", (_, list) => {
  expect(sent({ body: { a: list() } })).toThrow("a: has gaps");
});

test("what is inherited is looked at as well", () => {
  expect(sent({ body: Object.create({ email: "a\0@b.test" }) })).toThrow("email: ");
});

test("32 levels pass", () => {
  expect(sent({ body: nested(32) })).not.toThrow();
});

test("all other text passes", () => {
  expect(sent({ body: { title: "Straße 📖 \u200f\n\t" }, query: { q: ["a", "b"], n: 1, none: null } })).not.toThrow();
});
