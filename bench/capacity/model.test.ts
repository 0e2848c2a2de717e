import { expect, test } from "vitest";
import { carried, expected } from "./model.ts";

test.each([
  ["one visitor waits for nobody", { visitors: 1, think: 3, demand: 1, processors: 1 }, [0.25, 1, 0.25]],
  ["two at one processor, in shares of 1, 2, 2", { visitors: 2, think: 1, demand: 1, processors: 1 }, [0.8, 1.5, 0.8]],
  ["as many processors as visitors: nobody waits", { visitors: 4, think: 1, demand: 1, processors: 4 }, [2, 1, 0.5]],
  ["who does not think keeps all busy", { visitors: 6, think: 0, demand: 0.5, processors: 2 }, [4, 1.5, 1]],
  ["one who does not think, one of two", { visitors: 1, think: 0, demand: 0.5, processors: 2 }, [2, 0.5, 0.5]],
])("%s", (_, load, [throughput, response, busy]) => {
  const found = expected(load);
  expect(found.throughput).toBeCloseTo(throughput ?? 0, 10);
  expect(found.response).toBeCloseTo(response ?? 0, 10);
  expect(found.busy).toBeCloseTo(busy ?? 0, 10);
});

test("a thousand visitors at two processors: as fast as these work, and all others wait", () => {
  const { throughput, response } = expected({ visitors: 1000, think: 1, demand: 0.01, processors: 2 });
  expect(throughput).toBeCloseTo(200, 6);
  expect(response).toBeCloseTo(4, 6);
});

test("one more than a machine carries is too many", () => {
  const machine = { think: 10, demand: 0.01, processors: 2 };
  const visitors = carried(machine, 0.7);
  expect(expected({ ...machine, visitors }).busy).toBeLessThanOrEqual(0.7);
  expect(expected({ ...machine, visitors: visitors + 1 }).busy).toBeGreaterThan(0.7);
});
