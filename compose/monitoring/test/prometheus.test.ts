import { expect, test } from "vitest";
import { selectors } from "./prometheus.ts";

test.each([
  ['absent(up{job="api"} == 1)', ['up{job="api"}']],
  ['max_over_time(count(up{job="api"} == 1)[1h:1m])', ['up{job="api"}']],
  [
    "redis_memory_used_bytes / (redis_memory_max_bytes > 0) > 0.9",
    ["redis_memory_used_bytes", "redis_memory_max_bytes"],
  ],
  ['histogram_quantile(0.95, sum by (le) (rate(a_bucket{route!="/v1/x"}[5m]))) > 1', ['a_bucket{route!="/v1/x"}']],
  ['sum(rate(a_count{status=~"5.."}[5m])) / sum(rate(a_count[5m]))', ['a_count{status=~"5.."}', "a_count"]],
  ["vector(1)", []],
])("%s reads %j", (expression, expected) => {
  expect(selectors(expression)).toEqual(expected);
});
