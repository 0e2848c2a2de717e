import { expect, test } from "vitest";
import { isOfProxy, parentIn } from "./traceparent.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN = "00f067aa0ba902b7";

test("a traceparent names a trace, a span, and whether it is kept", () => {
  expect(parentIn(`00-${TRACE}-${SPAN}-01`)).toEqual({ traceId: TRACE, spanId: SPAN, sampled: true });
  expect(parentIn(`00-${TRACE}-${SPAN}-00`)?.sampled).toBe(false);
});

test.each([
  null,
  undefined,
  "",
  `00-${TRACE}-${SPAN}`,
  `ff-${TRACE}-${SPAN}-01`,
  `00-${"0".repeat(32)}-${SPAN}-01`,
  `00-${TRACE}-${"0".repeat(16)}-01`,
  `00-${TRACE.toUpperCase()}-${SPAN}-01`,
  `00-${TRACE}-${SPAN}-01-more`,
  `00-${TRACE}-${SPAN}-01\n`,
])("%j is none", (text) => {
  expect(parentIn(text)).toBeUndefined();
});

test("the proxy is known by its id: the first half of the trace's", () => {
  const parent = { traceId: TRACE, sampled: true };
  expect(isOfProxy({ ...parent, spanId: TRACE.slice(0, 16) })).toBe(true);
  expect(isOfProxy({ ...parent, spanId: SPAN })).toBe(false);
});
