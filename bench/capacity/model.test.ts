import { expect, test } from "vitest";
import { carried, expected } from "./model.ts";

const station = (demand: number, processors: number) => ({ demand, processors });

test.each([
  ["one visitor waits for nobody", { visitors: 1, think: 3, stations: [station(1, 1)] }, [0.25, 1], [0.25]],
  [
    "two at one processor, in shares of 1, 2, 2",
    { visitors: 2, think: 1, stations: [station(1, 1)] },
    [0.8, 1.5],
    [0.8],
  ],
  ["as many processors as visitors: nobody waits", { visitors: 4, think: 1, stations: [station(1, 4)] }, [2, 1], [0.5]],
  ["who does not think keeps all busy", { visitors: 6, think: 0, stations: [station(0.5, 2)] }, [4, 1.5], [1]],
  ["one who does not think, one of two", { visitors: 1, think: 0, stations: [station(0.5, 2)] }, [2, 0.5], [0.5]],
  [
    "two stations take turns with one visitor",
    { visitors: 1, think: 1, stations: [station(1, 1), station(2, 1)] },
    [0.25, 3],
    [0.25, 0.5],
  ],
  [
    "two visitors at two equal stations, in shares of 1, 1, 1",
    { visitors: 2, think: 0, stations: [station(1, 1), station(1, 1)] },
    [2 / 3, 3],
    [2 / 3, 2 / 3],
  ],
])("%s", (_, load, [throughput, response], busy) => {
  const found = expected(load);
  expect(found.throughput).toBeCloseTo(throughput ?? 0, 10);
  expect(found.response).toBeCloseTo(response ?? 0, 10);
  expect(found.busy).toHaveLength(busy.length);
  for (const [index, share] of busy.entries()) expect(found.busy[index]).toBeCloseTo(share, 10);
});

test("a thousand visitors at two processors: as fast as these work, and all others wait", () => {
  const { throughput, response } = expected({ visitors: 1000, think: 1, stations: [station(0.01, 2)] });
  expect(throughput).toBeCloseTo(200, 6);
  expect(response).toBeCloseTo(4, 6);
});

test("one more than a machine carries is too many", () => {
  const machine = { think: 1, stations: [station(0.01, 2), station(0.004, 1)] };
  const visitors = carried(machine, 0.7);
  expect(Math.max(...expected({ ...machine, visitors }).busy)).toBeLessThanOrEqual(0.7);
  expect(Math.max(...expected({ ...machine, visitors: visitors + 1 }).busy)).toBeGreaterThan(0.7);
});
