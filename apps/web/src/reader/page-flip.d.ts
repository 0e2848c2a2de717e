/** The part of page-flip 2 that the reader uses; the package ships no types. */
declare module "page-flip" {
  export interface PageFlipSettings {
    width: number;
    height: number;
    size: "stretch" | "fixed";
    minWidth: number;
    maxWidth: number;
    maxHeight: number;
    autoSize: boolean;
    showCover: boolean;
    flippingTime: number;
    maxShadowOpacity: number;
    startPage: number;
    showPageCorners: boolean;
    useMouseEvents: boolean;
  }

  interface Render {
    finishAnimation(): void;
    drawFrame(): void;
  }

  interface Point {
    x: number;
    y: number;
  }

  /** What is known of the page that is being turned. */
  interface FlipCalculation {
    getPosition(): Point | undefined;
    getCorner(): "top" | "bottom";
  }

  /** Turns a page. Points are inside the block; those that are animated are inside the page that is pulled. */
  interface Flip {
    /** Takes a page by a point, which says which one; false when there is none. */
    start(from: Point): boolean;
    fold(to: Point): void;
    getCalculation(): FlipCalculation | null;
    animateFlippingTo(start: Point, end: Point, isTurned: boolean): void;
  }

  /** Where the book lies in its block. In portrait its left half is out of view. */
  export interface BookRect {
    left: number;
    width: number;
    height: number;
    pageWidth: number;
  }

  interface Events {
    /** The index, from 0, of the first page now seen. */
    flip: number;
    changeState: "read" | "flipping" | "user_fold" | "fold_corner";
    changeOrientation: "landscape" | "portrait";
    init: { page: number; mode: "landscape" | "portrait" };
  }

  export class PageFlip {
    constructor(block: HTMLElement, settings: Partial<PageFlipSettings>);
    loadFromHTML(items: HTMLElement[]): void;
    on<Name extends keyof Events>(name: Name, listener: (event: { data: Events[Name] }) => void): this;
    flip(pageIndex: number, corner?: "top" | "bottom"): void;
    turnToPage(pageIndex: number): void;
    update(): void;
    destroy(): void;
    getSettings(): PageFlipSettings;
    /** With `isTouch` false: folds a corner that the mouse is at. */
    userMove(at: Point, isTouch: boolean): void;
    getRender(): Render;
    getFlipController(): Flip;
    getState(): Events["changeState"];
    getCurrentPageIndex(): number;
    getPageCount(): number;
    getOrientation(): "landscape" | "portrait";
    getBoundsRect(): BookRect;
  }
}
