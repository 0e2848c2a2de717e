/**
 * Runs a setup. What it has begun is undone, the last first: when it fails, else by what this returns.
 *
 * @param setup adds what undoes each thing that it has begun
 */
export async function undoing(setup: (undo: (() => unknown)[]) => Promise<void>): Promise<() => Promise<void>> {
  const undo: (() => unknown)[] = [];
  const teardown = async () => {
    for (const step of undo.toReversed()) await step();
  };
  try {
    await setup(undo);
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}
