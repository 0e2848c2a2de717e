import { expect, test } from "vitest";
import { createLog } from "../log.ts";
import { followPresence } from "./presence.ts";

test("an absence is two lines, however many calls failed meanwhile", () => {
  const lines: Record<string, unknown>[] = [];
  let now = 0;
  const log = createLog((line) => lines.push(JSON.parse(line)));
  const redis = followPresence("redis", log, () => now);
  redis.here();
  redis.away(new Error("ECONNREFUSED"));
  redis.away(new Error("ETIMEDOUT"));
  now = 7400;
  redis.here();
  redis.here();
  expect(lines).toMatchObject([
    { level: "warn", message: "a neighbour is away", neighbour: "redis", error: "Error: ECONNREFUSED" },
    { level: "info", message: "a neighbour is back", neighbour: "redis", seconds: 7 },
  ]);
});
