/**
 * How wide a page's picture may be asked for besides reader width, in pixels: for an overview, for half of that width, and for
 * looking closer.
 */
export const PICTURE_WIDTHS = { overview: 240, half: 600, closer: 2400 } as const;
export type PictureWidth = (typeof PICTURE_WIDTHS)[keyof typeof PICTURE_WIDTHS];
