import type { PageFlip } from "page-flip";

/** How often a book that has come to lie still is drawn after that. */
const LAST = 10;

/**
 * Lets a book rest while it lies still. page-flip draws it with each of the screen's frames, for as long as the page is open:
 * that was a twentieth of a desk's processor, and several times as much of a telephone's.
 *
 * @param flip - with its pages
 * @returns to be called when it was laid out anew; what turns it is noticed
 */
export function restWhenStill(flip: PageFlip): () => void {
  const render = flip.getRender();
  const draw = render.drawFrame.bind(render);
  let left = LAST;
  const wake = () => {
    left = LAST;
  };
  flip.on("flip", wake).on("changeState", wake).on("changeOrientation", wake);
  render.drawFrame = () => {
    if (flip.getState() !== "read") wake();
    if (left === 0) return;
    left -= 1;
    draw();
  };
  return wake;
}
