import { expect, onTestFinished } from "vitest";
import { type FaultyStorage, faultyStorage } from "./faulty-storage.ts";
import { type Replica, startReplica } from "./replica.ts";
import { givenServices } from "./services.ts";
import { MAKING_MS } from "./visitor.ts";

/** Starts a replica that is killed when the test ends, if it is still there. */
export async function start(env: Record<string, string> = {}): Promise<Replica> {
  const replica = await startReplica(env);
  onTestFinished(() => void replica.stop("SIGKILL"));
  return replica;
}

/** Starts a replica whose storage can be made to wait, so that a book stays as far as it is. */
export async function startHeld(): Promise<[Replica, FaultyStorage]> {
  const storage = await faultyStorage(givenServices().SUPABASE_URL);
  onTestFinished(() => void storage.close());
  return [await start({ SUPABASE_URL: storage.url }), storage];
}

/** Waits until a page is all that waits for storage. */
export const isHeld = (storage: FaultyStorage, page: string): Promise<void> =>
  expect.poll(storage.held, { timeout: MAKING_MS }).toEqual([expect.stringContaining(page)]);
