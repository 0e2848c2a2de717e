import { useEffect } from "react";
import { type Command, commandOf } from "./keys.ts";

/**
 * Does what a key says, wherever the focus is, except where a person types and in a dialog.
 *
 * @param commands - what each does
 */
export function useKeys(commands: Record<Command, () => void>): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const at = event.target instanceof HTMLElement ? event.target : document.body;
      // A dialog that was just closed may have the focus until the browser draws again.
      if (event.defaultPrevented || at.closest("dialog[open]")) return;
      const types = at.isContentEditable || at.matches("input, textarea, select");
      const command = commandOf(event, { tag: at.tagName, types });
      if (!command) return;
      event.preventDefault();
      commands[command]();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  });
}
