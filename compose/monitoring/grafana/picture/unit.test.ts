import { expect, test } from "vitest";
import { ticksOf, type Unit, written } from "./unit.ts";

test.each<[Unit, number, string]>([
  ["short", 0, "0"],
  ["short", 1234, "1.23k"],
  ["reqps", 2.5, "2.5 req/s"],
  ["reqps", 0.0357, "0.036 req/s"],
  ["ops", 41.666, "41.7 ops/s"],
  ["percentunit", 0.1234, "12.3%"],
  ["percentunit", 1, "100%"],
  ["bytes", 64 * 1024 ** 2, "64 MiB"],
  ["bytes", 512, "512 B"],
  ["Bps", 25_000, "25 kB/s"],
  ["s", 0, "0 s"],
  ["s", 0.0000125, "12.5 µs"],
  ["s", 0.0125, "12.5 ms"],
  ["s", 2.5, "2.5 s"],
])("%s of %d is %s", (unit, value, text) => {
  expect(written(unit, value)).toBe(text);
});

test("ticks of bytes are powers of two", () => {
  expect(ticksOf("bytes").slice(9, 12)).toEqual([512, 1024, 2048]);
  expect(ticksOf("s").slice(0, 4)).toEqual([0.000001, 0.000002, 0.000005, 0.00001]);
});
