import { expect, test } from "vitest";
import { type Fields, Graph, root, step } from "./graph.ts";

const counting = () => {
  let runs = 0;
  const fields: Fields<undefined> = {
    Query: { number: (_, { of }) => of },
    Number: {
      plus: (self, { more }) => {
        runs++;
        return self + more;
      },
      value: (self) => self,
      fails: () => Promise.reject(new Error("as meant")),
    },
  };
  return { graph: new Graph(fields, undefined), runs: () => runs };
};

const one = step(root, "Number", "number", { of: 1 });

test("the same chain has the same id, another one another", () => {
  const again = step(root, "Number", "number", { of: 1 });
  expect(again.id).toBe(one.id);
  expect(step(root, "Number", "number", { of: 2 }).id).not.toBe(one.id);
  expect(one.id).toMatch(/^Number@xxh3:[0-9a-f]{16}$/);
});

test("nothing runs before a leaf is asked for, and each step once", async () => {
  const { graph, runs } = counting();
  const sum = step(one, "Number", "plus", { more: 2 });
  expect(runs()).toBe(0);
  expect(await Promise.all([graph.ask(sum, "value", {}), graph.ask(sum, "value", {})])).toEqual([3, 3]);
  expect(runs()).toBe(1);
});

test("an object is loaded by the id that was given out, with its type", async () => {
  const { graph } = counting();
  graph.remember(one);
  expect(await graph.load(one.id, "Number")).toBe(1);
  await expect(graph.load(one.id, "File")).rejects.toThrow("load File: expected File, got Number");
  await expect(graph.load("garbage", "Number")).rejects.toThrow('unknown id "garbage"');
});

test("a field that is not in the table is not served", async () => {
  await expect(counting().graph.ask(one, "nope", {})).rejects.toThrow(
    "Number.nope is not served on Docker alone: it needs a Dagger engine",
  );
});

test("a failure is the failure of all that stands on it", async () => {
  const { graph } = counting();
  const failed = step(step(one, "Number", "fails", {}), "Number", "plus", { more: 1 });
  await expect(graph.ask(failed, "value", {})).rejects.toThrow("as meant");
});
