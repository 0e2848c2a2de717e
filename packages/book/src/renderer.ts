import { spawn } from "node:child_process";
import { once } from "node:events";
import { setPriority } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { BookFailure } from "./failure.ts";
import { watchMemory } from "./memory.ts";

/** What the process that draws may take. */
export type RendererLimits = { pages: number; pageSeconds: number; memoryBytes: number };

/** The process that draws, as its parent sees it. */
export type Renderer = {
  output: AsyncIterable<Uint8Array>;
  /** Waits for the process, but not longer than a page may take. */
  inTime: <T>(answer: Promise<T>) => Promise<T>;
  /** Why the process ended before the book did. */
  reasonForEnd: () => Promise<BookFailure>;
  end: () => void;
};

// A bundle has the script beside it, built from the same source.
const SCRIPT = new URL(
  import.meta.url.endsWith(".ts") ? "./render-process.ts" : "./render-process.js",
  import.meta.url,
);

/**
 * Starts the process that draws, on the runtime that runs us. It gets no environment: what it reads comes from
 * strangers, and there is nothing in it for them.
 *
 * @param pdf the file's bytes
 * @param limits pages, seconds a page, bytes of memory
 * @returns the running process
 */
export function startRenderer(pdf: Uint8Array, limits: RendererLimits): Renderer {
  const child = spawn(process.execPath, [fileURLToPath(SCRIPT), String(limits.pages)], {
    env: {},
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exit = once(child, "exit").catch((error: Error) => [error.message, null]);
  yieldToRequests(child.pid);
  // Its death is seen at the other pipe; without this the broken one would end us.
  child.stdin.on("error", () => undefined);
  child.stdin.end(pdf);
  const memory = watchMemory(child.pid, limits.memoryBytes, () => child.kill("SIGKILL"));
  return {
    output: child.stdout,
    inTime: (answer) => withDeadline(answer, limits.pageSeconds),
    reasonForEnd: async () => {
      const [code, signal] = await exit;
      if (memory.exceeded()) return new BookFailure("too-hungry", `more than ${limits.memoryBytes} bytes`);
      return new BookFailure("crashed", `the process ended with ${signal ?? `code ${code}`}`);
    },
    end: () => {
      memory.stop();
      child.kill("SIGKILL");
    },
  };
}

// Drawing waits when requests are served. Where that cannot be had, drawing is only less polite.
function yieldToRequests(pid: number | undefined): void {
  try {
    if (pid) setPriority(pid, 10);
  } catch {}
}

async function withDeadline<T>(answer: Promise<T>, seconds: number): Promise<T> {
  const cancel = new AbortController();
  const late = sleep(seconds * 1000, undefined, { signal: cancel.signal }).then(() => {
    throw new BookFailure("too-slow", `no page within ${seconds} s`);
  });
  late.catch(() => undefined);
  return Promise.race([answer, late]).finally(() => cancel.abort());
}
