import type { Ending, Tracing } from "@flipdocs/tracing";
import { beginWithin, ended } from "@flipdocs/tracing/current";

/**
 * Does a job of the queue as a span, which belongs to the request that asked for it, however long ago.
 *
 * @param tracing how spans are made; without it the job is only done
 * @param name what is done
 * @param parent the traceparent that the job carries
 * @param work what is done
 * @returns what `work` resolves with
 * @throws what `work` rejects with
 */
export function tracedJob<T>(
  tracing: Tracing | undefined,
  name: string,
  parent: string | undefined,
  work: () => Promise<T>,
): Promise<T> {
  return tracing ? ended(tracing, tracing.begin(name, { kind: "consumer", parent }), work) : work();
}

/**
 * Pages as the renderer makes them, one batch as a span: from its process's start until the last page has been taken.
 *
 * @param pages as `readBook` gives them
 * @param first number of the first one
 * @returns the same pages
 */
export async function* tracedPages<P>(pages: AsyncIterable<P>, first: number): AsyncGenerator<P> {
  const span = beginWithin("render pages", { kind: "internal", facts: { "flipdocs.pages.first": first } });
  let count = 0;
  let failure: Ending = {};
  try {
    for await (const page of pages) {
      count += 1;
      yield page;
    }
  } catch (error) {
    failure = { failed: true, facts: { "error.type": error instanceof Error ? error.name : "unknown" } };
    throw error;
  } finally {
    span?.end({ ...failure, facts: { ...failure.facts, "flipdocs.pages.count": count } });
  }
}
