/** Width and height, in whatever unit. */
export interface Shape {
  width: number;
  height: number;
}

/** Pages whose shape differs by less than this share are of one size that was rounded. */
const PRECISION = 0.01;

/**
 * The shape of a book's leaves: the one that most of its pages have, and of several the one that comes first. A page of
 * another shape lies on such a leaf with its own proportions.
 *
 * @param pages - in the book's order
 */
export function leafShape(pages: readonly Shape[]): Shape {
  const counts = new Map<number, { shape: Shape; count: number }>();
  for (const shape of pages) {
    const ratio = Math.round(Math.log(shape.width / shape.height) / PRECISION);
    const known = counts.get(ratio);
    counts.set(ratio, { shape: known?.shape ?? shape, count: (known?.count ?? 0) + 1 });
  }
  // Sorting keeps the order of what is equal.
  const [most] = [...counts.values()].sort((one, other) => other.count - one.count);
  return most?.shape ?? { width: 3, height: 4 };
}
