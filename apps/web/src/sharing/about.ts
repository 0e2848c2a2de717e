import type { Page, SharedBook } from "@flipdocs/contract";
import type { Metadata } from "next";
import { pageImage } from "@/api/addresses.ts";

/** What every page of a link says: whoever it leads to does not learn where from. */
const DISCREET: Metadata = { referrer: "no-referrer", robots: { index: false, follow: false } };

/** Of a link whose password is still to be told: no title and no picture. */
export const aboutLocked: Metadata = { ...DISCREET, title: "A book with a password" };

/** What is shown of a link where it is pasted: the book's title and first page. Never of one with a password. */
export function aboutShared(token: string, shared: SharedBook, [first]: readonly Page[], origin: string): Metadata {
  if (shared.access === "password") return { ...DISCREET, title: shared.title };
  const images = first
    ? [{ url: origin + pageImage(token, 1), width: first.width, height: first.height, alt: "Page 1" }]
    : [];
  return {
    ...DISCREET,
    ...(shared.access === "public" ? { robots: { index: true, follow: false } } : {}),
    title: shared.title,
    openGraph: { title: shared.title, siteName: "FlipDocs", type: "website", url: `${origin}/s/${token}`, images },
    twitter: { card: "summary_large_image", title: shared.title, images: images.map(({ url }) => url) },
  };
}
