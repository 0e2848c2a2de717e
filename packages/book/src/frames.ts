/** A message between the two processes: a small header as JSON, and bytes. */
export type Frame = { header: unknown; body: Uint8Array };

const LENGTHS = 8;

/**
 * Packs a frame.
 *
 * @param header anything that is JSON
 * @param body the bytes that go with it
 * @returns the bytes to write: two lengths (header, body), header, body
 */
export function encodeFrame(header: unknown, body: Uint8Array = new Uint8Array()): Buffer {
  const text = Buffer.from(JSON.stringify(header));
  const lengths = Buffer.alloc(LENGTHS);
  lengths.writeUInt32BE(text.length, 0);
  lengths.writeUInt32BE(body.length, 4);
  return Buffer.concat([lengths, text, body]);
}

/**
 * Unpacks frames from a stream, however it is cut into chunks. A last frame that was cut off is dropped: its
 * sender died while it wrote.
 *
 * @param chunks the stream
 * @returns the frames as they are complete
 */
export async function* decodeFrames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = frameEnd(rest); end <= rest.length; end = frameEnd(rest)) {
      const split = LENGTHS + rest.readUInt32BE(0);
      const header: unknown = JSON.parse(rest.toString("utf8", LENGTHS, split));
      yield { header, body: new Uint8Array(rest.subarray(split, end)) };
      rest = rest.subarray(end);
    }
  }
}

function frameEnd(bytes: Buffer): number {
  if (bytes.length < LENGTHS) return Number.POSITIVE_INFINITY;
  return LENGTHS + bytes.readUInt32BE(0) + bytes.readUInt32BE(4);
}
