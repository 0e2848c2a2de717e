import { expect, test, vi } from "vitest";
import { isGitAddress } from "./git-address.ts";

vi.mock("node:fs", () => ({ existsSync: (path: string) => path === "example.org/here" }));

test.each([
  ["git@github.com:acme/shop", true],
  ["https://github.com/acme/shop", true],
  ["http://localhost/shop.git", true],
  ["ssh://git@host/shop", true],
  ["git://host/shop", true],
  ["github.com/acme/shop", true],
  ["github.com/", false],
  ["github.com", false],
  ["shop/ci", false],
  ["./github.com/acme", false],
  ["/srv/git@host", false],
  ["ftp://host/shop", false],
  ["example.org/there", true],
  ["example.org/here", false],
])("%s names a repository elsewhere: %s", (text, is) => {
  expect(isGitAddress(text)).toBe(is);
});
