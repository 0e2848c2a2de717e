import { expect, test } from "vitest";
import { replicasOf } from "../../src/deploy/desired.ts";
import { counted } from "../../src/deploy/scale.ts";
import { stackFile } from "./stack.ts";

test("a service gets its count, and the others keep theirs", () => {
  const { services } = counted(stackFile(), { web: 3 });
  expect([replicasOf(services.web), services.proxy]).toEqual([3, stackFile().services.proxy]);
});

test.each([
  [{ web: 0 }, "--web 0: the site would be without web"],
  [{ web: -1 }, "--web -1: the site would be without web"],
  [{ proxy: 2 }, "proxy is nothing that can be scaled"],
  [{ shop: 2 }, "shop is nothing that can be scaled"],
])("%j is refused, and says why", (counts, words) => {
  expect(() => counted(stackFile(), counts as Record<string, number>)).toThrow(words);
});
