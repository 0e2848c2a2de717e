import { expect, test } from "vitest";
import { hasPass, passCookies } from "./pass.ts";

const LINK = {
  id: "5a3b1e00-f11b-4d0c-8000-000000000001",
  password_hash: "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA",
};
const TOKEN = "abcdefghijklmnopqrstuvwx";
const NOW = Date.UTC(2026, 10, 27);
const HOURS = 60 * 60 * 1000;

const [pass = ""] = passCookies(TOKEN, LINK, NOW).map((cookie) => cookie.split(";")[0]);
const asking = (cookie: string) => new Request("http://localhost/", { headers: { cookie } });

test("the cookies are for one link's page and its data, for a short time, and for no script", () => {
  const rest = "HttpOnly; Secure; SameSite=Lax; Max-Age=43200";
  expect(passCookies(TOKEN, LINK, NOW).map((cookie) => cookie.replace(/^[^;]*; /, ""))).toEqual([
    `Path=/s/${TOKEN}; ${rest}`,
    `Path=/api/v1/shares/${TOKEN}; ${rest}`,
  ]);
});

test("a pass counts for twelve hours, whatever the browser thinks", () => {
  expect(hasPass(asking(`a=b; ${pass}`), LINK, NOW + 12 * HOURS - 1)).toBe(true);
  expect(hasPass(asking(pass), LINK, NOW + 12 * HOURS)).toBe(false);
});

test.each([
  ["of another link", pass, { ...LINK, id: crypto.randomUUID() }],
  ["for another password", pass, { ...LINK, password_hash: "$argon2id$another" }],
  ["with a later end", pass.replace(/=\d+/, `=${Math.floor(NOW / 1000) + 99_999_999}`), LINK],
  ["with another signature", `${pass.slice(0, -43)}${"x".repeat(43)}`, LINK],
  ["that is none", "__Secure-share=1", LINK],
  ["that there is not", "", LINK],
])("a pass %s opens nothing", (_, cookie, link) => {
  expect(hasPass(asking(cookie), link, NOW)).toBe(false);
});

test("a pass says itself when it ends: twelve hours after the password was told", () => {
  expect(pass).toMatch(new RegExp(`^__Secure-share=${NOW / 1000 + 43_200}\\.[\\w-]{43}$`));
});

test("a request without any cookie has no pass", () => {
  expect(hasPass(new Request("http://localhost/"), LINK, NOW)).toBe(false);
});
