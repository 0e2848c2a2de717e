import { type RefObject, useCallback, useEffect, useState } from "react";

/**
 * Lets an element fill the screen. Where the browser cannot (a telephone of Apple's), it fills the window: what `bare`
 * says has to be styled so.
 *
 * @param element - what is to fill the screen
 * @returns whether it does, and a way to change that
 */
export function useFullScreen(element: RefObject<HTMLElement | null>) {
  const [bare, setBare] = useState(false);
  useEffect(() => {
    // Escape ends it as well, and the browser's own button.
    const follow = () => setBare(document.fullscreenElement !== null);
    document.addEventListener("fullscreenchange", follow);
    return () => document.removeEventListener("fullscreenchange", follow);
  }, []);
  const toggle = useCallback(() => {
    if (document.fullscreenElement) return void document.exitFullscreen();
    const fill = () => setBare((known) => !known);
    if (bare || !document.fullscreenEnabled) return fill();
    element.current?.requestFullscreen().catch(fill);
  }, [element, bare]);
  return { bare, toggle };
}
