import { expect, test, vi } from "vitest";
import { type Lookup, replicasOf } from "./replicas.ts";

/** Replicas that have been looked up once; `answers` is what the resolver says, one after the other. */
async function replicas(...answers: (readonly string[] | Error)[]) {
  const clock = { now: 0 };
  const lookup = vi.fn<Lookup>();
  for (const answer of answers)
    answer instanceof Error ? lookup.mockRejectedValueOnce(answer) : lookup.mockResolvedValueOnce(answer);
  const api = replicasOf("api", lookup, () => clock.now);
  expect(api.inOrder()).toEqual(["api"]);
  const lookedUp = () => vi.waitFor(() => Promise.all(lookup.mock.settledResults.map(({ value }) => value)));
  await lookedUp();
  return { api, clock, lookup, lookedUp };
}

test("take turns", async () => {
  const { api } = await replicas(["a", "b"]);
  const turns = [api.inOrder(), api.inOrder()].map((order) => order.join());
  expect(turns.sort()).toEqual(["a,b", "b,a"]);
});

test("that did not answer are asked last, for a while", async () => {
  const { api, clock } = await replicas(["a", "b"], ["a", "b"]);
  api.missed("b");
  expect([api.inOrder(), api.inOrder()]).toEqual([
    ["a", "b"],
    ["a", "b"],
  ]);
  clock.now = 5000;
  expect([api.inOrder(), api.inOrder()]).toContainEqual(["b", "a"]);
});

test("are looked up once a second at most, and nobody waits for that", async () => {
  const { api, clock, lookup, lookedUp } = await replicas(["a"], ["b"]);
  clock.now = 999;
  api.inOrder();
  expect(lookup).toHaveBeenCalledTimes(1);
  clock.now = 1000;
  expect(api.inOrder()).toEqual(["a"]);
  await lookedUp();
  expect(api.inOrder()).toEqual(["b"]);
});

test.each([[new Error("EAI_AGAIN")], [[]]])("stay known while the resolver says %j", async (answer) => {
  const { api, clock, lookedUp } = await replicas(["a"], answer);
  clock.now = 1000;
  api.inOrder();
  await lookedUp();
  expect(api.inOrder()).toEqual(["a"]);
});
