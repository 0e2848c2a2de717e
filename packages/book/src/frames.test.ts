import { expect, test } from "vitest";
import { decodeFrames, encodeFrame } from "./frames.ts";

const sent = Buffer.concat([encodeFrame({ number: 1 }, new Uint8Array([1, 2, 3])), encodeFrame({ number: 2 })]);

async function* cut(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test.each([1, 5, 1000])("frames survive being cut into chunks of %i bytes", async (size) => {
  expect(await Array.fromAsync(decodeFrames(cut(sent, size)))).toEqual([
    { header: { number: 1 }, body: new Uint8Array([1, 2, 3]) },
    { header: { number: 2 }, body: new Uint8Array() },
  ]);
});

test("a frame whose sender died is dropped", async () => {
  expect(await Array.fromAsync(decodeFrames(cut(sent.subarray(0, sent.length - 1), 7)))).toHaveLength(1);
});
