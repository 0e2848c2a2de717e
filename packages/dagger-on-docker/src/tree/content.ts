import { closeSync, fstatSync, openSync, readSync, writeFileSync } from "node:fs";

/** A file of this machine, or a part of one: it is not held, but read where it is used, piece by piece. */
export interface HostFile {
  readonly path: string;
  readonly start?: number;
  readonly length: number;
}

/** What a pipeline has written itself, or a file that is here. */
export type Content = Buffer | HostFile;

const pieceBytes = 1024 * 1024;
/** What Node and Bun can hold at once. */
const mostBytes = 2 ** 31 - 1;

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
  return Buffer.concat([...pieces(content)]);
}

/**
 * A content from its beginning to its end, never all of it at once. Of a file that has grown since it was listed, a log
 * say, it is what was there then.
 *
 * @throws where a file has become shorter since
 */
export function* pieces(content: Content): Generator<Buffer> {
  if (Buffer.isBuffer(content)) return yield content;
  const { path, start = 0, length } = content;
  const file = openSync(path, "r");
  try {
    for (let at = 0; at < length; ) {
      const piece = Buffer.allocUnsafe(Math.min(pieceBytes, length - at));
      const read = readSync(file, piece, 0, piece.length, start + at);
      if (read === 0) throw new Error(`${path} became shorter while it was read: run the same command again`);
      at += read;
      yield piece.subarray(0, read);
    }
  } finally {
    closeSync(file);
  }
}

/** Above, a file is not copied: that would take longer than it stays as it is. */
const copiedBytes = 16 * 1024 * 1024;

/** Copies contents into one file, where nobody changes them: what is saved meanwhile is not seen. */
export function copier(path: string): (content: Content) => Content {
  return (content) => {
    if (Buffer.isBuffer(content) || content.length > copiedBytes) return content;
    return { path, start: append(path, content), length: content.length };
  };
}

/** Writes a content behind all that a file has; answers where it begins. */
export function append(path: string, content: Content): number {
  const file = openSync(path, "a");
  try {
    const { size } = fstatSync(file);
    for (const piece of pieces(content)) writeFileSync(file, piece);
    return size;
  } finally {
    closeSync(file);
  }
}
