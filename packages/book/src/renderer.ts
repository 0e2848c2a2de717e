import { spawn } from "node:child_process";
import { once } from "node:events";
import { setPriority } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { BookFailure } from "./failure.ts";
import { type Allowance, watchUsage } from "./usage.ts";

/** What the process that draws may take: `pageSeconds` of the processor, and `patienceSeconds` by the clock. */
export type RendererLimits = Allowance & { pages: number; patienceSeconds: number };

/** Which pages it draws: how many at most, from which on, and how wide, in pixels, where that is not reader width. */
export type Portion = { from: number; most: number; width?: number };

/** The process that draws, as its parent sees it. */
export type Renderer = {
  output: AsyncIterable<Uint8Array>;
  /** Waits for the process, but not for ever, however busy the machine is. */
  inTime: <T>(answer: Promise<T>) => Promise<T>;
  /** A page has come: the next one has its seconds for itself. */
  nextPage: () => void;
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
 * @param portion which pages
 * @returns the running process
 */
export function startRenderer(pdf: Uint8Array, limits: RendererLimits, portion: Portion): Renderer {
  const { from, most, width } = portion;
  const numbers = [limits.pages, from, most, ...(width ? [width] : [])];
  const child = spawn(process.execPath, [fileURLToPath(SCRIPT), ...numbers.map(String)], {
    env: {},
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exit = once(child, "exit").catch((error: Error) => [error.message, null]);
  yieldToRequests(child.pid);
  // Its death is seen at the other pipe; without this the broken one would end us.
  child.stdin.on("error", () => undefined);
  child.stdin.end(pdf);
  const usage = watchUsage(child.pid, limits, () => child.kill("SIGKILL"));
  return {
    output: child.stdout,
    inTime: (answer) => withDeadline(answer, limits.patienceSeconds),
    nextPage: usage.nextPage,
    reasonForEnd: async () => {
      const [code, signal] = await exit;
      const exceeded = usage.exceeded();
      if (exceeded === "memory") return new BookFailure("too-hungry", `more than ${limits.memoryBytes} bytes`);
      if (exceeded === "processor") return new BookFailure("too-slow", `no page after ${limits.pageSeconds} s of work`);
      // Who is killed did nothing wrong: the host was out of memory, or is going down.
      if (signal) return new BookFailure("killed", `the process was ended by ${signal}`);
      return new BookFailure("crashed", `the process ended with code ${code}`);
    },
    end: () => {
      usage.stop();
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
    throw new BookFailure("late", `no page within ${seconds} s`);
  });
  late.catch(() => undefined);
  return Promise.race([answer, late]).finally(() => cancel.abort());
}
