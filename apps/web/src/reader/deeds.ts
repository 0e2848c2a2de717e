/** What the hand may do with a page from where it came down. */
export interface Deeds {
  pull: boolean;
  tap: boolean;
}

/** As much of an element as says what it lies in. */
interface Within {
  closest?: (selector: string) => unknown;
}

/**
 * What a press may become: a mouse on a word selects and pulls nothing, a tap on a link is the link's, and the click that
 * takes a selection back turns no page.
 *
 * @param press - as it begins
 * @param isSelected - whether something is selected
 */
export function deedsAt(
  { target, pointerType }: Pick<PointerEvent, "target" | "pointerType">,
  isSelected = globalThis.getSelection?.()?.isCollapsed === false,
): Deeds {
  const within = (selector: string) => Boolean((target as Within | null)?.closest?.(selector));
  return { pull: pointerType !== "mouse" || !within("[data-word]"), tap: !isSelected && !within("a, button") };
}
