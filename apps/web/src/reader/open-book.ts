import type { Direction, Page } from "@flipdocs/contract";
import type { PageFlip, PageFlipSettings } from "page-flip";
import { byHand } from "./by-hand.ts";
import { followGestures, type Point } from "./gestures.ts";
import { orderOf } from "./order.ts";
import { restWhenStill } from "./rest.ts";
import { leafShape, narrowestPage } from "./shape.ts";
import { type Layout, spreadOf } from "./spread.ts";
import { tellTwice } from "./tell-twice.ts";
import { layAnew, turn } from "./turn.ts";

/** What the reader is told while a person turns pages. */
export interface BookEvents {
  /** The first page now seen, from 1, and how many lie beside each other. */
  onTurn(page: number, layout: Layout): void;
  onLayout(layout: Layout): void;
  /** A page was tapped twice; the place is in the window. */
  onTwice(at: Point): void;
}

/** A book whose pages can be turned. */
export interface OpenBook {
  goTo(page: number): void;
  /** Lays so many pages beside each other; null leaves it to the room there is. */
  lay(choice: Layout | null): void;
  close(): void;
}

/**
 * Makes page-flip's book inside an element. The leaves are empty: what is on them is drawn by the caller.
 *
 * @param stage - an empty element that gives the book its room; page-flip removes what it is given
 * @param leaves - one element a page
 * @param start - the page at which it is opened, from 1
 * @param direction - which way it is read
 */
export async function openBook(
  stage: HTMLElement,
  leaves: HTMLElement[],
  pages: readonly Page[],
  start: number,
  direction: Direction,
  events: BookEvents,
): Promise<OpenBook> {
  // Loaded here, not with the module: page-flip touches `document` as soon as it is imported.
  const { PageFlip } = await import("page-flip");
  const block = stage.appendChild(document.createElement("div"));
  const order = orderOf(pages.length, direction);
  const flip = new PageFlip(block, { ...settings(pages), startPage: order.indexOf(start) });
  flip.on("init", () => {
    events.onLayout(flip.getOrientation());
    // Before, it lays the book out as it comes, and says of each of these that it was turned.
    flip.on("flip", ({ data }) => {
      const layout = flip.getOrientation();
      events.onTurn(Math.min(...spreadOf(order.pageOf(data), order.count, layout)), layout);
    });
  });
  flip.on("changeOrientation", ({ data }) => events.onLayout(data));
  // For styles and tests: `read` while the book lies still, else what is being done to it.
  flip.on("changeState", ({ data }) => stage.setAttribute("data-state", data));
  flip.loadFromHTML(order.arrange(leaves, () => document.createElement("div")));
  const wake = restWhenStill(flip);
  // page-flip keeps the block as wide as its settings; here the stage decides.
  block.style.minWidth = "0";
  stage.setAttribute("data-state", "read");
  const ends = [
    followGestures(block, tellTwice(byHand(flip, block, order), events.onTwice)),
    followSize(stage, flip, wake),
  ];
  const close = () => {
    for (const end of ends) end();
  };
  const lay = (choice: Layout | null) => {
    flip.getSettings().minWidth = narrowestPage(pages, choice);
    layAnew(flip);
    wake();
  };
  return { goTo: (page) => turn(flip, order.indexOf(page)), lay, close };
}

function settings(pages: readonly Page[]): Partial<PageFlipSettings> {
  return {
    ...leafShape(pages),
    size: "stretch",
    minWidth: narrowestPage(pages, null),
    maxWidth: 100_000,
    maxHeight: 100_000,
    autoSize: false,
    showCover: true,
    flippingTime: 650,
    maxShadowOpacity: 0.35,
    // Its own take a swipe of a quarter of a second for a tap where the finger lifts: see gestures.ts.
    useMouseEvents: false,
  };
}

function followSize(stage: HTMLElement, flip: PageFlip, wake: () => void): () => void {
  const fit = () => {
    // Out of sight, as on paper, it keeps the shape in which it was seen.
    if (stage.clientWidth === 0) return;
    layAnew(flip);
    wake();
    stage.style.setProperty("--page-width", `${flip.getBoundsRect().pageWidth}px`);
  };
  const observer = new ResizeObserver(fit);
  observer.observe(stage);
  return () => {
    observer.disconnect();
    // Without mouse events of its own it would leave its listener for the window's size behind.
    flip.getSettings().useMouseEvents = true;
    flip.destroy();
    // Its animation loop has no end: at least it draws nothing any more.
    flip.getRender().drawFrame = () => {};
  };
}
