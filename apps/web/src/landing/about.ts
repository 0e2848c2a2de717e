import type { Metadata } from "next";

const TITLE = "FlipDocs: your PDF as a book";
const WORDS = "FlipDocs turns a PDF into a page-flip book that anyone can read and search in a browser.";
/** Two pages of the sample book: in public/. */
const PICTURE = { path: "/open-graph.jpg", width: 1200, height: 630, alt: "An open book, made of a PDF" };

/**
 * What is shown of the site where its address is pasted.
 *
 * @param origin - where the visitor sees it, e.g. `https://flipdocs.example`
 */
export function aboutSite(origin: string): Metadata {
  const { path, ...picture } = PICTURE;
  const images = [{ url: origin + path, ...picture }];
  return {
    alternates: { canonical: `${origin}/` },
    openGraph: { title: TITLE, description: WORDS, siteName: "FlipDocs", type: "website", url: `${origin}/`, images },
    twitter: { card: "summary_large_image", title: TITLE, description: WORDS, images: images.map(({ url }) => url) },
  };
}
