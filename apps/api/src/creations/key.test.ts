import { expect, test } from "vitest";
import { hashOf, keyIn } from "./key.ts";

const asked = (key?: string) =>
  new Request("http://api.test", { method: "POST", headers: key === undefined ? {} : { "idempotency-key": key } });

test.each(["a", "8e03978e-40d5-43dd-bc93-6894a57f9324", '"quoted, and with spaces"', "k".repeat(200)])(
  "%s is a key, as it was sent",
  (key) => expect(keyIn(asked(key))).toBe(key),
);

test("without a header there is none", () => {
  expect(keyIn(asked())).toBeUndefined();
});

test.each(["", "k".repeat(201), "ключ".normalize().replace(/./gu, "é")])("%j is none that could be kept", (key) => {
  expect(() => keyIn(asked(key))).toThrow("Idempotency-Key: 1 to 200");
});

test("requests are told apart by each of their parts, and by what belongs to which", () => {
  const hashes = [hashOf("a", "b"), hashOf("ab"), hashOf("a", "c"), hashOf("a", null), hashOf("a")];
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(hashOf("a", "b")).toBe(hashes[0]);
});
