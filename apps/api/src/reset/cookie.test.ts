import { expect, test } from "vitest";
import { resetTokenOf } from "./cookie.ts";

const TOKEN = "0123456789abcdef".repeat(4);

test.each([
  [`__Host-reset=${TOKEN}`, TOKEN],
  [`a=b; __Host-reset=${TOKEN}; c=d`, TOKEN],
  [`x__Host-reset=${TOKEN}`, undefined],
  ["__Host-reset=short", undefined],
  [`__Host-reset=${TOKEN}/..`, undefined],
  [`__Host-reset=${TOKEN}${TOKEN}${TOKEN}`, undefined],
  [null, undefined],
])("of the cookies %s the token is %s", (cookie, token) => {
  expect(resetTokenOf(new Request("http://site.test", cookie ? { headers: { cookie } } : {}))).toBe(token);
});
