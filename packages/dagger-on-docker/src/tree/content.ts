import { closeSync, openSync, readFileSync, readSync } from "node:fs";

/** A file of the host that is too large to be held: it is read where it is used, piece by piece. */
export interface HostFile {
  readonly path: string;
  readonly length: number;
}

export type Content = Buffer | HostFile;

/** Above, a file of the host is not held. */
const heldBytes = 16 * 1024 * 1024;
const pieceBytes = 1024 * 1024;
/** What Node and Bun can hold at once. */
const mostBytes = 2 ** 31 - 1;

/** The content of a host's file of that length. */
export function hostContent(path: string, length: number): Content {
  return length > heldBytes ? { path, length } : readFileSync(path);
}

/**
 * All of a content at once, for what has to look at the whole.
 *
 * @throws where that is more than a program can hold
 */
export function whole(content: Content): Buffer {
  if (Buffer.isBuffer(content)) return content;
  if (content.length > mostBytes)
    throw new Error(
      `${content.path} is too large to be read as a whole: ${content.length} bytes, ${mostBytes} at most`,
    );
  return readFileSync(content.path);
}

/**
 * A content from its beginning to its end, never all of it at once. Of a file that has grown since it was listed, a log
 * say, it is what was there then.
 *
 * @throws where a file has become shorter since
 */
export function* pieces(content: Content): Generator<Buffer> {
  if (Buffer.isBuffer(content)) return yield content;
  const file = openSync(content.path, "r");
  try {
    for (let left = content.length; left > 0; ) {
      const piece = Buffer.allocUnsafe(Math.min(left, pieceBytes));
      const read = readSync(file, piece);
      if (read === 0) throw new Error(`${content.path} became shorter while it was read: run the same command again`);
      left -= read;
      yield piece.subarray(0, read);
    }
  } finally {
    closeSync(file);
  }
}
