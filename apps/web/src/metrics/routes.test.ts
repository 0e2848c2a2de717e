import { globSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { NO_ROUTE, routeOf } from "./routes.ts";

const APP = join(import.meta.dirname, "../app");
const own = globSync("**/{page.tsx,route.ts}", { cwd: APP }).map((file) => dirname(`/${file}`));

test("every page of the site, and all else that answers, is counted under its own name", () => {
  expect(own.length).toBeGreaterThan(10);
  const asked = own.map((route) => route.replace(/\[\w+\]/g, "Zm9sZGVkLWF0LXJhbmRvbS0x"));
  expect(asked.map(routeOf)).toEqual(own);
});

test.each([
  ["/library?sort=title", "/library"],
  ["/?", "/"],
  ["/s/abc?page=3", "/s/[token]"],
  ["/_next/static/chunks/a.js", "/_next"],
])("%s is %s", (address, route) => {
  expect(routeOf(address)).toBe(route);
});

test.each(["/wp-login.php", "/s/a/b", "/S/abc", "//s/abc", "/library/", "*", "", "/?x".repeat(100)])(
  "what a stranger makes up (%j) makes no name of its own",
  (address) => {
    expect([NO_ROUTE, "/"]).toContain(routeOf(address));
  },
);
