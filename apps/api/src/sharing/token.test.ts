import { expect, test } from "vitest";
import { newToken, tokenOf, withoutToken } from "./token.ts";

test("a token has at least 128 bits, and is never the same", () => {
  const tokens = Array.from({ length: 1000 }, newToken);
  expect(new Set(tokens).size).toBe(1000);
  for (const token of tokens)
    expect(Buffer.from(tokenOf({ token }), "base64url").length * 8).toBeGreaterThanOrEqual(128);
});

test.each(["", "short", "x".repeat(25), `${"x".repeat(23)}/`, `${"x".repeat(23)}%`, `${"x".repeat(24)}\n`])(
  "%j leads nowhere",
  (token) => {
    expect(() => tokenOf({ token })).toThrow(expect.objectContaining({ kind: "not-found" }));
  },
);

test.each([
  ["/v1/shares/abcdefghijklmnopqrstuvwx", "/v1/shares/***"],
  ["/v1/shares/abcdefghijklmnopqrstuvwx/pages/1/image", "/v1/shares/***/pages/1/image"],
  ["/v1/shares/mistyped/pages", "/v1/shares/***/pages"],
  ["/v1//shares/abcdefghijklmnopqrstuvwx", "/v1//shares/***"],
  ["//v1/shares//abcdefghijklmnopqrstuvwx", "//v1/shares//***"],
  ["/other/v1/shares/open", "/other/v1/shares/open"],
  ["/v1/books/5a3b1e00-f11b-4d0c-8000-000000000001/shares", "/v1/books/5a3b1e00-f11b-4d0c-8000-000000000001/shares"],
])("%s is logged as %s", (path, logged) => {
  expect(withoutToken(path)).toBe(logged);
});
