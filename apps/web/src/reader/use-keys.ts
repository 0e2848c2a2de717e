import { useEffect } from "react";

/**
 * Calls an action for a key, wherever the focus is, except where a person types.
 *
 * @param actions - pairs of a `KeyboardEvent.key` and what it does
 */
export function useKeys(actions: ReadonlyArray<readonly [key: string, action: () => void]>): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
      const action = new Map(actions).get(event.key);
      if (typing || !action || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      action();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  });
}
