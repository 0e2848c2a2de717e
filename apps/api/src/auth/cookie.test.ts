import { expect, test } from "vitest";
import { NO_COOKIE, sessionCookie, sessionIdOf } from "./cookie.ts";

const ID = "a".repeat(43);
const from = (cookie: string) => sessionIdOf(new Request("http://api.test", { headers: { cookie } }));

test("a session's id survives the way to the browser and back, among other cookies", () => {
  const [pair] = sessionCookie(ID).split(";");
  expect(from(`theme=dark; ${pair}; lang=de`)).toBe(ID);
});

test.each([`session=${ID}`, `x__Host-session=${ID}`, "__Host-session=short", `__Host-session=${ID}a`, ""])(
  "no id is read from %j",
  (cookie) => expect(from(cookie)).toBeUndefined(),
);

test("signing out makes the browser forget the very same cookie", () => {
  const attributes = (cookie: string) => cookie.replace(/=[^;]*/, "").replace(/Max-Age=\d+/, "");
  expect(attributes(NO_COOKIE)).toBe(attributes(sessionCookie(ID)));
  expect(NO_COOKIE).toMatch(/^__Host-session=;.*Max-Age=0$/);
});
