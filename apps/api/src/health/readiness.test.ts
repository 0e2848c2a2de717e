import { expect, test, vi } from "vitest";
import { checkReadiness } from "./readiness.ts";

type Checked = Parameters<typeof checkReadiness>[0];

const never = () => new Promise<never>(() => undefined);
const refused = () => Promise.reject(new Error("ECONNREFUSED"));
const well = async () => "well";

const services = ({ redis = well, supabase = well, draining = false }): Checked =>
  // Only what is asked is there.
  ({ redis: { ping: redis }, clients: { ask: supabase }, isDraining: () => draining }) as unknown as Checked;

test.each([
  ["all is well", {}, { status: "ready", redis: true, supabase: true }],
  ["Redis refuses", { redis: refused }, { status: "degraded", redis: false, supabase: true }],
  ["Supabase refuses", { supabase: refused }, { status: "degraded", redis: true, supabase: false }],
  ["it leaves", { draining: true }, { status: "draining", redis: true, supabase: true }],
])("when %s it says so", async (_, state, readiness) => {
  expect(await checkReadiness(services(state))).toEqual(readiness);
});

test("neighbours that take a question and never answer are away", async () => {
  vi.useFakeTimers();
  const readiness = checkReadiness(services({ redis: never, supabase: never }));
  await vi.advanceTimersByTimeAsync(1500);
  vi.useRealTimers();
  expect(await readiness).toEqual({ status: "degraded", redis: false, supabase: false });
});
