import { expect, test } from "vitest";
import { type Status, statusReader } from "./rawjson.ts";

test("statuses are read out of the client's words, however they are cut", () => {
  const seen: Status[] = [];
  const reader = statusReader((status) => seen.push(status));
  const output =
    'warning: something\n{\n  "vertexes": [\n    {\n      "digest": "d",\n      "name": "n"\n    }\n  ]\n}\n{"logs":[]}\nERROR: it failed';
  for (const piece of output.match(/[\s\S]{1,7}/g) ?? []) reader.feed(piece);
  expect(reader.rest()).toBe("warning: something\nERROR: it failed\n");
  expect(seen).toEqual([{ vertexes: [{ digest: "d", name: "n" }] }, { logs: [] }]);
});
