/**
 * Waits for an answer, but no longer than somebody would. Behind a deadline that is over the work goes on.
 *
 * @param ms how long, in milliseconds
 * @param answer what is waited for
 * @param late says what is answered when it does not come in time, or throws
 */
export function within<T, Late>(ms: number, answer: Promise<T>, late: () => Late): Promise<T | Late> {
  const over = Promise.withResolvers<void>();
  const timer = setTimeout(over.resolve, ms);
  // Nobody who leaves has to wait for it.
  timer.unref();
  return Promise.race([answer, over.promise.then(late)]).finally(() => clearTimeout(timer));
}
