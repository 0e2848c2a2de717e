import { type RefObject, useEffect, useRef, useState } from "react";
import { followZoom } from "./follow-zoom.ts";
import type { Point } from "./gestures.ts";
import { movedBy, stepFrom, type View, WHOLE, zoomedTo } from "./zoom.ts";

/** How far an arrow key moves a book that is seen larger, in CSS pixels. */
const ARROW = 80;
const ARROWS: Record<string, Point> = {
  ArrowLeft: { x: ARROW, y: 0 },
  ArrowRight: { x: -ARROW, y: 0 },
  ArrowUp: { x: 0, y: ARROW },
  ArrowDown: { x: 0, y: -ARROW },
};

/** How much larger two taps make a page. */
const TWICE = 2;

/**
 * How large a book is seen, and which part of it, by hand, wheel and key.
 *
 * @param viewport - the element through which it is seen
 */
export function useZoom(viewport: RefObject<HTMLElement | null>) {
  const [view, setView] = useState(WHOLE);
  const isZoomed = view.scale > 1;
  // What is followed goes on while the hand that began it is down.
  const isZoomedNow = useRef(isZoomed);
  isZoomedNow.current = isZoomed;

  useEffect(() => {
    const element = viewport.current;
    if (!element) return;
    return followZoom(element, {
      isZoomed: () => isZoomedNow.current,
      zoom: (times, at) =>
        setView((known) => zoomedTo(known, known.scale * times, within(element, at), sizeOf(element))),
      move: (by) => setView((known) => movedBy(known, by, sizeOf(element))),
      twice: () => setView(WHOLE),
    });
  }, [viewport]);

  useEffect(() => {
    if (!isZoomed) return;
    const pan = (event: KeyboardEvent) => {
      const by = ARROWS[event.key];
      const [element, at] = [viewport.current, event.target];
      if (!by || !element || (at instanceof Element && at.closest("input, dialog"))) return;
      event.preventDefault();
      setView((known) => movedBy(known, by, sizeOf(element)));
    };
    window.addEventListener("keydown", pan, { capture: true });
    return () => window.removeEventListener("keydown", pan, { capture: true });
  }, [viewport, isZoomed]);

  const change = (scaleOf: (known: View) => number, at?: Point) => {
    const element = viewport.current;
    if (!element) return;
    const size = sizeOf(element);
    const point = at ? within(element, at) : { x: size.width / 2, y: size.height / 2 };
    setView((known) => zoomedTo(known, scaleOf(known), point, size));
  };
  return {
    view,
    isZoomed,
    zoomIn: () => change(({ scale }) => stepFrom(scale, "in")),
    zoomOut: () => change(({ scale }) => stepFrom(scale, "out")),
    zoomOff: () => setView(WHOLE),
    zoomAt: (at: Point) => change(() => TWICE, at),
  };
}

const sizeOf = ({ clientWidth, clientHeight }: HTMLElement) => ({ width: clientWidth, height: clientHeight });

function within(element: HTMLElement, { x, y }: Point): Point {
  const { left, top } = element.getBoundingClientRect();
  return { x: x - left, y: y - top };
}
