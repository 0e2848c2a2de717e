import { expect, test } from "vitest";
import { formatOf, moment, table } from "../../src/deploy/table.ts";

const rows = [
  { service: "web", replicas: 2, images: { web: "a" } },
  { service: "certificate", replicas: undefined, images: null },
  { service: "", replicas: 0, images: "b" },
];

test("columns are as wide as their widest cell, in the order asked for, and what is empty is a dash", () => {
  expect(table(rows, ["replicas", "service", "images"], "table").split("\n")).toEqual([
    "REPLICAS  SERVICE      IMAGES",
    '2         web          {"web":"a"}',
    "-         certificate  -",
    "0         -            b",
  ]);
});

test("no line ends in spaces", () => {
  expect(table([{ name: "a long one" }, { name: "b" }], ["name"], "table")).toBe("NAME\na long one\nb");
});

test("a table without rows is its heading", () => {
  expect(table<{ at: string }>([], ["at"], "table")).toBe("AT");
});

test("a program gets all of the rows, whatever the columns, indented", () => {
  expect(table([{ a: 1, b: "" }], ["a"], "json")).toBe('[\n  {\n    "a": 1,\n    "b": ""\n  }\n]');
});

test.each(["table", "json"] as const)("--format %s", (format) => {
  expect(formatOf(format)).toBe(format);
});

test("there is no other format", () => {
  expect(() => formatOf("yaml")).toThrow("--format yaml: there is no such format.\nSay table, or json.");
});

test("a moment is told in UTC, to the minute", () => {
  expect(moment(Date.UTC(2026, 10, 26, 20, 14, 59) / 1000)).toBe("2026-11-26 20:14");
});
