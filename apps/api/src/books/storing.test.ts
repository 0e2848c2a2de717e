import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { storeAsItComes } from "./storing.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const MINUTE = 60_000;

/** Rejects as `fetch` does when its signal says so. */
const cutOff = (signal: AbortSignal) =>
  new Promise<never>((_, failed) => signal.addEventListener("abort", () => failed(signal.reason)));

/** A storage that reads all that it is sent. */
function storage() {
  const seen: string[] = [];
  const send = async (body: ReadableStream<Uint8Array>, signal: AbortSignal) => {
    const reader = body.getReader();
    const over = cutOff(signal);
    const next = () => Promise.race([over, reader.read()]);
    for (let { done, value } = await next(); !done; { done, value } = await next())
      seen.push(`${value && Buffer.from(value)}`);
    seen.push("end");
  };
  return { seen, send };
}

test("storage gets the pieces as they come, and its answer is waited for, however slowly they come", async () => {
  const { seen, send } = storage();
  const storing = storeAsItComes(send);
  for (const piece of ["%PDF-", "one", "two"]) {
    await storing.write(Buffer.from(piece));
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(seen.at(-1)).toBe(piece);
  }
  await storing.end();
  expect(seen).toEqual(["%PDF-", "one", "two", "end"]);
});

test("what is dropped is cut off, and storage never hears an end", async () => {
  const { seen, send } = storage();
  const storing = storeAsItComes(send);
  await storing.write(Buffer.from("%PDF-"));
  await storing.drop();
  await expect(storing.write(Buffer.from("more"))).rejects.toMatchObject({ name: "AbortError" });
  expect(seen).toEqual(["%PDF-"]);
});

test("to drop what is whole changes nothing", async () => {
  const { seen, send } = storage();
  const storing = storeAsItComes(send);
  await storing.end();
  await storing.drop();
  expect(seen).toEqual(["end"]);
});

test.each([
  ["is away", () => Promise.reject(new Error("away")), "away"],
  [
    "says no before it has all",
    (body: ReadableStream) => body.cancel().then(() => Promise.reject(new Error("full"))),
    "full",
  ],
  ["says yes before it has all", (body: ReadableStream) => body.cancel(), "Storage answered before it had the file"],
])("where storage %s, the next piece says so", async (_, send, reason) => {
  const storing = storeAsItComes(send);
  await expect(storing.write(Buffer.from("%PDF-"))).rejects.toThrow(reason);
});

test("storage that takes nothing any more is waited for, but not for ever", async () => {
  const storing = storeAsItComes((_, signal) => cutOff(signal), MINUTE);
  const written = expect(storing.write(Buffer.from("%PDF-"))).rejects.toThrow("Storage timed out");
  await vi.advanceTimersByTimeAsync(MINUTE);
  await written;
});

test("nor is its answer", async () => {
  const { send } = storage();
  const silent = async (body: ReadableStream<Uint8Array>, signal: AbortSignal) => {
    await send(body, signal);
    await cutOff(signal);
  };
  const storing = storeAsItComes(silent, MINUTE);
  await storing.write(Buffer.from("%PDF-"));
  const ended = expect(storing.end()).rejects.toThrow("Storage timed out");
  await vi.advanceTimersByTimeAsync(MINUTE);
  await ended;
});
