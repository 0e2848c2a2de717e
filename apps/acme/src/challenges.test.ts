import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createChallenges } from "./challenges.ts";

const challenges = createChallenges();
const ask = (path: string) =>
  fetch(`http://127.0.0.1:${(challenges.server.address() as AddressInfo).port}/.well-known/acme-challenge/${path}`);

beforeAll(() => once(challenges.server.listen(0, "127.0.0.1"), "listening"));
afterAll(() => challenges.server.close());

test("a challenge is answered from when it is known until it is over", async () => {
  expect((await ask("token")).status).toBe(404);
  challenges.add("token", "token.thumbprint");
  expect(await (await ask("token")).text()).toBe("token.thumbprint");
  expect((await ask("other")).status).toBe(404);
  challenges.remove("token");
  expect((await ask("token")).status).toBe(404);
});
