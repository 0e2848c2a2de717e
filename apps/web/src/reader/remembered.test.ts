import { expect, test } from "vitest";
import { remembered } from "./remembered.ts";

test("what was kept is there again, under a name of our own", () => {
  const kept = new Map<string, string>();
  const storage = () => ({
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
  expect(remembered("page:a", storage).get()).toBeNull();
  remembered("page:a", storage).set("7");
  expect([remembered("page:a", storage).get(), remembered("page:b", storage).get()]).toEqual(["7", null]);
  expect([...kept.keys()]).toEqual(["flipdocs:page:a"]);
});

test("a browser that keeps nothing is no error", () => {
  const forbidden = () => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  };
  const nothing = remembered("page:a", forbidden);
  nothing.set("7");
  expect(nothing.get()).toBeNull();
});
