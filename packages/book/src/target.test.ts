import { isSafeAddress, PageLink } from "@flipdocs/contract";
import { expect, test } from "vitest";
import { addressOf } from "./target.ts";

test.each([
  ["https://example.org/a?b#c", true],
  ["http://example.org", true],
  ["mailto:ada@example.org", true],
  ["javascript:alert(1)", false],
  ["JavaScript:alert(1)", false],
  [" java\nscript:alert(1)", false],
  ["data:text/html,<script>alert(1)</script>", false],
  ["file:///etc/passwd", false],
  ["//example.org", false],
  ["/library", false],
  ["", false],
  [`https://example.org/${"a".repeat(2000)}`, false],
])("that %j may be followed is %j", (address, isSafe) => {
  expect(isSafeAddress(address)).toBe(isSafe);
  expect(PageLink.safeParse({ x: 0, y: 0, width: 1, height: 1, address }).success).toBe(isSafe);
});

test.each([
  ["https://example.org", "https://example.org/"],
  [`http://a.example/${'"'.repeat(600)}`, `http://a.example/${"%22".repeat(600)}`],
  [`http://a.example/${'"'.repeat(900)}`, null],
  [" java\nscript:alert(1)", null],
  ["nowhere", null],
  ["www.example.org/a b", "http://www.example.org/a%20b"],
  ["https://example.org/gr\xfc\xdfe", "https://example.org/gr%fc%dfe"],
  ["https://b\xc3\xbccher.example/", "https://xn--bcher-kva.example/"],
])("the address %j is kept as %j", (address, kept) => {
  expect(addressOf(address)).toBe(kept);
  if (kept) expect(isSafeAddress(kept)).toBe(true);
});
