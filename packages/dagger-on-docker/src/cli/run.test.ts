import { expect, test } from "vitest";
import { literal } from "./run.ts";

test.each([
  ['a"b', { kind: "STRING" }, '"a\\"b"'],
  ["TCP", { kind: "ENUM", name: "NetworkProtocol" }, "TCP"],
  [["a"], { kind: "LIST", of: { kind: "STRING" } }, '["a"]'],
  [{ core: "File", id: "File@1" }, { kind: "OBJECT", name: "File" }, '"File@1"'],
  [
    [{ frontend: 8080, backend: 80 }],
    { kind: "LIST", of: { kind: "INPUT", name: "PortForward" } },
    "[{frontend: 8080, backend: 80}]",
  ],
] as const)("%j is written %s", (value, type, text) => {
  expect(literal(value, type)).toBe(text);
});
