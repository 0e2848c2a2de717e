/**
 * Runs a setup. What it has begun is undone, the last first: when it fails, else by what this returns.
 *
 * @param setup adds what undoes each thing that it has begun
 */
export async function undoing(setup: (undo: (() => unknown)[]) => Promise<void>): Promise<() => Promise<void>> {
  const undo: (() => unknown)[] = [];
  const teardown = async () => {
    const failures: unknown[] = [];
    for (const step of undo.toReversed())
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    if (failures.length > 0) throw new AggregateError(failures, "not all could be undone");
  };
  try {
    await setup(undo);
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}
