import { dlopen, FFIType, ptr } from "bun:ffi";
import { closeSync } from "node:fs";

const libc = dlopen("libc.so.6", { pipe: { args: [FFIType.ptr], returns: FFIType.i32 } });

/** A pipe to a child: give `write` to spawn, then close it here. */
export interface Pipe {
  readonly read: ReadableStream<Uint8Array>;
  readonly write: number;
  /** Closes this side's copy of the writing end, so that reading ends when the child's ends. */
  release(): void;
}

/**
 * A real pipe. What spawn makes of "pipe" is a socket, and a program cannot open a socket by /dev/stdout or
 * /dev/stderr, as servers do for their logs. It is polled: a read that blocks would hold one of the few threads that
 * also write files and standard input.
 */
export function openPipe(): Pipe {
  const ends = new Int32Array(2);
  if (libc.symbols.pipe(ptr(ends)) !== 0) throw new Error("no more file descriptors for a pipe");
  const [from = 0, write = 0] = ends;
  return { read: Bun.file(from).stream(), write, release: () => closeSync(write) };
}
