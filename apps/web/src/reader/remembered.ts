/** As much of a browser's storage as is used. */
type Store = Pick<Storage, "getItem" | "setItem">;

/**
 * Something that this browser keeps from visit to visit. Where it may not keep anything, nothing is remembered.
 *
 * @param name - what it is kept under
 * @param storage - the browser's own; reading it may throw
 */
export function remembered(name: string, storage: () => Store = () => window.localStorage) {
  const key = `flipdocs:${name}`;
  return {
    /** What was kept last; null when there is nothing. */
    get(): string | null {
      try {
        return storage().getItem(key);
      } catch {
        return null;
      }
    },
    set(value: string): void {
      try {
        storage().setItem(key, value);
      } catch {
        // Full, or forbidden: the book can be read without.
      }
    },
  };
}
