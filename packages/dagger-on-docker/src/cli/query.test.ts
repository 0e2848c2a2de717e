import { expect, test } from "vitest";
import { literal } from "./query.ts";

test.each([
  ['a"b', { kind: "STRING" }, '"a\\"b"'],
  ["TCP", { kind: "ENUM", name: "NetworkProtocol" }, "TCP"],
  [["a"], { kind: "LIST", of: { kind: "STRING" } }, '["a"]'],
  [
    [{ frontend: 8080, backend: 80 }],
    { kind: "LIST", of: { kind: "INPUT", name: "PortForward" } },
    "[{frontend: 8080, backend: 80}]",
  ],
] as const)("%j is written %s", (value, type, text) => {
  expect(literal(value, type)).toBe(text);
});
