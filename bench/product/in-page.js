// Runs in each page of the browser, and notes on its <html> what is seen there:
//   data-painted            milliseconds until the first page of a book was painted
//   data-travelled, -html   bytes of the document, as it came and unpacked
//   data-blanks             pages that came into view without their picture, since the first key
const told = () => document.documentElement.dataset;
const isThere = (picture) => Boolean(picture?.complete && picture.naturalWidth > 0);

requestAnimationFrame(function look() {
  const picture = document.querySelector('[data-reader] img[src*="/pages/1/image"]');
  if (!isThere(picture) || picture.getBoundingClientRect().width === 0) return requestAnimationFrame(look);
  // The next frame is begun when this one has been painted.
  requestAnimationFrame(() => {
    const [{ encodedBodySize, decodedBodySize }] = performance.getEntriesByType("navigation");
    Object.assign(told(), { travelled: encodedBodySize, html: decodedBodySize, painted: performance.now() });
  });
});

function watchForBlanks() {
  const seen = new Set();
  requestAnimationFrame(function look() {
    for (const leaf of document.querySelectorAll("[data-reader] [data-page]")) {
      const { width, left, right } = leaf.getBoundingClientRect();
      const isSeen = width > 0 && right > 0 && left < innerWidth;
      if (isSeen && !isThere(leaf.querySelector("img"))) seen.add(leaf.dataset.page);
    }
    told().blanks = [...seen].join(" ");
    requestAnimationFrame(look);
  });
}
addEventListener("keydown", watchForBlanks, { once: true });
