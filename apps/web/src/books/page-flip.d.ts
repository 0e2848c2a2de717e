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
    mobileScrollSupport: boolean;
  }

  interface Render {
    finishAnimation(): void;
    drawFrame(): void;
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
    flip(pageIndex: number): void;
    turnToPage(pageIndex: number): void;
    update(): void;
    destroy(): void;
    getRender(): Render;
    getOrientation(): "landscape" | "portrait";
    getBoundsRect(): { pageWidth: number };
  }
}
