import { expect, test } from "vitest";
import { kebab, pascal, screaming } from "./names.ts";

test.each([
  ["buildWeb", "build-web"],
  ["asJSONFile", "as-json-file"],
  ["sha256Sum", "sha-256-sum"],
  ["docker_config", "docker-config"],
])("%s is typed %s", (name, typed) => {
  expect(kebab(name)).toBe(typed);
});

test("enum members are shouted", () => {
  expect(screaming("DevServer")).toBe("DEV_SERVER");
});

test("a module's main class is its name in one word", () => {
  expect(pascal("my-shop")).toBe("MyShop");
});
