import { expect, test } from "vitest";
import { checkReadiness } from "./readiness.ts";

type Checked = Parameters<typeof checkReadiness>[0];

function services({ redis = true, supabase = true, draining = false }): Checked {
  const answer = supabase ? { data: [], error: null } : { data: null, error: { message: "fetch failed" } };
  const query = {
    from: () => query,
    select: () => query,
    limit: () => query,
    abortSignal: async () => answer,
  };
  const ping = redis ? async () => "PONG" : () => Promise.reject(new Error("ECONNREFUSED"));
  // Only what is asked is there.
  return { redis: { ping }, clients: { anybody: query }, isDraining: () => draining } as unknown as Checked;
}

test.each([
  [{}, "ready"],
  [{ redis: false }, "not-ready"],
  [{ supabase: false }, "not-ready"],
  [{ draining: true }, "draining"],
])("with %j a replica is %s", async (state, status) => {
  const { redis = true, supabase = true } = state as { redis?: boolean; supabase?: boolean };
  expect(await checkReadiness(services(state))).toEqual({ status, redis, supabase });
});
