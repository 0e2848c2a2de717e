import { AsyncLocalStorage } from "node:async_hooks";
import type { Beginning, Ending, Span, Tracing } from "./tracing.ts";

type Current = { tracing: Tracing; traceparent: string };

const current = new AsyncLocalStorage<Current>();

/** The traceparent of what is being done, for whoever goes on with it elsewhere; undefined where nothing is traced. */
export const currentTraceparent = (): string | undefined => current.getStore()?.traceparent;

/**
 * Does something on behalf of a span: what it begins belongs to that.
 *
 * @param tracing whose span it is
 * @param span on whose behalf
 * @param work what is done
 * @returns what that returns
 */
export const within = <T>(tracing: Tracing, span: Span, work: () => T): T =>
  current.run({ tracing, traceparent: span.traceparent }, work);

/**
 * Begins a span on behalf of the current one.
 *
 * @param name what is done, without a word of a visitor's
 * @param beginning without its parent
 * @returns the span; undefined where nothing is traced
 */
export function beginWithin(name: string, beginning: Omit<Beginning, "parent">): Span | undefined {
  const { tracing, traceparent } = current.getStore() ?? {};
  return tracing?.begin(name, { ...beginning, parent: traceparent });
}

/**
 * Does something as a span of its own on behalf of the current one; only does it where nothing is traced.
 *
 * @param name as for `beginWithin`
 * @param beginning without its parent
 * @param work what is done
 * @param told what its result says of it
 * @returns what `work` resolves with
 * @throws what `work` rejects with
 */
export async function spanned<T>(
  name: string,
  beginning: Omit<Beginning, "parent">,
  work: () => Promise<T>,
  told: (result: T) => Ending = () => ({}),
): Promise<T> {
  const store = current.getStore();
  if (!store) return work();
  return ended(store.tracing, store.tracing.begin(name, { ...beginning, parent: store.traceparent }), work, told);
}

/**
 * Does something on behalf of a span, and ends it.
 *
 * @param tracing whose span it is
 * @param span which has begun
 * @param work what is done
 * @param told what its result says of it
 * @returns what `work` resolves with
 * @throws what `work` rejects with
 */
export async function ended<T>(
  tracing: Tracing,
  span: Span,
  work: () => Promise<T>,
  told: (result: T) => Ending = () => ({}),
): Promise<T> {
  try {
    const result = await within(tracing, span, work);
    span.end(told(result));
    return result;
  } catch (error) {
    span.end({ failed: true, facts: { "error.type": error instanceof Error ? error.name : "unknown" } });
    throw error;
  }
}
