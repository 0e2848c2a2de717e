/** What can be done with the keyboard. */
export type Command =
  | "forward"
  | "back"
  | "right"
  | "left"
  | "first"
  | "last"
  | "search"
  | "full-screen"
  | "alone"
  | "zoom-in"
  | "zoom-out"
  | "zoom-off"
  | "help";

/** A line of the help: what is done, by which keys (as `KeyboardEvent.key` names them), and how people name those. */
export interface Shortcut {
  command: Command;
  keys: readonly string[];
  named: string;
  does: string;
}

/** Every key that the reader listens to, in the order of the help. */
export const SHORTCUTS: readonly Shortcut[] = [
  { command: "forward", keys: ["PageDown", " "], named: "Page Down, Space", does: "Turn forward" },
  { command: "back", keys: ["PageUp", "Shift+ "], named: "Page Up, Shift + Space", does: "Turn back" },
  { command: "right", keys: ["ArrowRight"], named: "→", does: "Turn to the right" },
  { command: "left", keys: ["ArrowLeft"], named: "←", does: "Turn to the left" },
  { command: "first", keys: ["Home"], named: "Home", does: "To the first page" },
  { command: "last", keys: ["End"], named: "End", does: "To the last page" },
  { command: "search", keys: ["/"], named: "/", does: "Search in this book" },
  { command: "full-screen", keys: ["f", "F"], named: "F", does: "Full screen, and back" },
  { command: "alone", keys: ["b", "B"], named: "B", does: "The book alone in the window, and back" },
  { command: "zoom-in", keys: ["+", "="], named: "+", does: "Larger" },
  { command: "zoom-out", keys: ["-", "_"], named: "−", does: "Smaller" },
  { command: "zoom-off", keys: ["0"], named: "0", does: "The whole page" },
  { command: "help", keys: ["?"], named: "?", does: "This help" },
];

const COMMANDS = new Map(SHORTCUTS.flatMap(({ command, keys }) => keys.map((key) => [key, command] as const)));

/** As much of a key that was pressed as decides what it does. */
type Pressed = Pick<KeyboardEvent, "key" | "shiftKey" | "altKey" | "ctrlKey" | "metaKey">;

/**
 * What a key does, if anything. With Alt, Control or Meta it is the browser's.
 *
 * @param pressed - the key
 * @param on - what has the focus: the name of its element, and whether a person types there
 */
export function commandOf(pressed: Pressed, on: { tag: string; types: boolean }): Command | undefined {
  if (on.types || pressed.altKey || pressed.ctrlKey || pressed.metaKey) return undefined;
  const isSpace = pressed.key === " ";
  // Space presses a button, and opens what can be opened.
  if (isSpace && ["BUTTON", "A", "SUMMARY"].includes(on.tag)) return undefined;
  return COMMANDS.get(isSpace && pressed.shiftKey ? "Shift+ " : pressed.key);
}
