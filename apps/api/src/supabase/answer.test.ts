import { expect, test } from "vitest";
import { dataOf } from "./answer.ts";

const refused = (status?: number, code?: string) => ({
  data: null,
  error: { message: "no", code },
  ...(status !== undefined && { status }),
});

test("data is what an answer holds, also when that is nothing", () => {
  expect([dataOf({ data: [1], error: null }), dataOf({ data: null, error: null, status: 204 })]).toEqual([[1], null]);
});

test.each([
  [401, "PGRST301", "signed-out"],
  [401, "PGRST302", "signed-out"],
  [401, "PGRST303", "signed-out"],
  [401, "PGRST300", "unavailable"],
  [401, "XPGRST301", "unavailable"],
  [401, "PGRST3010", "unavailable"],
  [401, undefined, "unavailable"],
  [403, "PGRST301", "unavailable"],
  [400, "22P02", "invalid"],
  [400, "22021", "invalid"],
  [400, "2202", "unavailable"],
  [400, "220211", "unavailable"],
  [400, "122021", "unavailable"],
  [409, "23505", "unavailable"],
  [undefined, undefined, "unavailable"],
])("%s with the code %s is %s", (status, code, kind) => {
  expect(() => dataOf(refused(status, code))).toThrow(expect.objectContaining({ kind }));
});

test.each([
  [401, "PGRST301", { message: "no", code: "PGRST301" }],
  [500, "XX000", { message: "Supabase: XX000 no" }],
  [502, undefined, { message: "Supabase: 502 no" }],
  [undefined, undefined, { message: "Supabase:  no" }],
])("the log learns why: %s, %s", (status, code, cause) => {
  expect(() => dataOf(refused(status, code))).toThrow(
    expect.objectContaining({ cause: expect.objectContaining(cause) }),
  );
});
