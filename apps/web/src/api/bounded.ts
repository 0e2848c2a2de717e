/**
 * An answer that may be read only so far: whoever stands in the API's place fills nobody's memory.
 *
 * @param answer - as it comes
 * @param most - how many bytes there may be
 * @returns the same answer; reading on behind the last byte that is allowed fails
 */
export function bounded(answer: Response, most: number): Response {
  let bytes = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, out) {
      bytes += piece.length;
      if (bytes > most) out.error(new Error(`The answer has more than ${most} bytes`));
      else out.enqueue(piece);
    },
  });
  return new Response(answer.body?.pipeThrough(counted) ?? null, answer);
}
