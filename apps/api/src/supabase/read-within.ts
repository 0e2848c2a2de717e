/**
 * Reads a body to its end.
 *
 * @param answer whose body is read
 * @param most how many bytes there may be
 * @returns the bytes, or null when there are more, or not as many as the answer says
 * @throws what the connection failed with
 */
export async function readWithin(answer: Response, most: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const length = answer.headers.get("content-length");
  const stated = length === null || answer.headers.has("content-encoding") ? undefined : Number(length);
  if (Number(length) > most) {
    await answer.body?.cancel();
    return null;
  }
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop early lets go of the connection.
  for await (const piece of answer.body ?? []) {
    bytes += piece.length;
    if (bytes > most) return null;
    pieces.push(piece);
  }
  return stated === undefined || stated === bytes ? new Uint8Array(Buffer.concat(pieces)) : null;
}
