import { type RefObject, useCallback, useEffect, useState } from "react";

/**
 * Lets an element fill the screen, or the window alone. Where the browser cannot fill the screen (a telephone of Apple's),
 * it is the window as well: what `isBare` says has to be styled so.
 *
 * @param element - what is to fill it
 * @returns which of them it does, whether it does any, and ways to change each
 */
export function useFullScreen(element: RefObject<HTMLElement | null>) {
  const [fillsScreen, setFillsScreen] = useState(false);
  const [fills, setFills] = useState(false);
  const [canFillScreen, setCan] = useState(true);
  useEffect(() => {
    setCan(document.fullscreenEnabled);
    // Escape ends it as well, and the browser's own button.
    const follow = () => setFillsScreen(document.fullscreenElement !== null);
    document.addEventListener("fullscreenchange", follow);
    return () => document.removeEventListener("fullscreenchange", follow);
  }, []);
  const fill = useCallback(() => setFills((known) => !known), []);
  const toggle = useCallback(() => {
    if (document.fullscreenElement) return void document.exitFullscreen();
    if (!document.fullscreenEnabled) return fill();
    element.current?.requestFullscreen().catch(fill);
  }, [element, fill]);
  return { isFull: fillsScreen || (fills && !canFillScreen), isBare: fillsScreen || fills, fills, fill, toggle };
}
