import { expect, test } from "vitest";
import { backWith, landingOf } from "./landing.ts";

const PAGE = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
const sent = (query: string, headers: Record<string, string> = PAGE, method = "POST") =>
  landingOf(new Request(`http://api.test/v1/auth/sign-in${query}`, { method, headers }));

test("a form that a browser sends by itself goes on where it says", () => {
  expect(sent("?next=/library%3Fsort=title&back=/sign-in")).toEqual({ next: "/library?sort=title", back: "/sign-in" });
});

test("a script, a program and a look are answered as ever", () => {
  expect(sent("?next=/a&back=/b", { accept: "*/*" })).toBeUndefined();
  expect(sent("?next=/a&back=/b", {})).toBeUndefined();
  expect(sent("?next=/a&back=/b", PAGE, "GET")).toBeUndefined();
  expect(sent("?next=/a")).toBeUndefined();
});

test.each([
  "https://evil.test",
  "//evil.test",
  "/\\evil.test",
  "javascript:alert(1)",
  "/\t/evil.test",
  "library",
  "//",
  "//a b",
  "/.//evil.test",
  "/%2e//evil.test",
])("it never goes to %j", (place) => {
  expect(sent(`?next=${encodeURIComponent(place)}&back=/b`)).toBeUndefined();
  expect(sent(`?next=/a&back=${encodeURIComponent(place)}`)).toBeUndefined();
});

test("what went wrong is named to the page it came from", () => {
  expect(backWith("/sign-in?next=%2Flibrary&problem=old", "too-many-requests")).toBe(
    "/sign-in?next=%2Flibrary&problem=too-many-requests",
  );
});
