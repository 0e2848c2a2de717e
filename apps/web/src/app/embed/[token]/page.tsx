import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { unlessAway } from "@/away/away.tsx";
import { sharedBook } from "@/sharing/shared-book.tsx";
import { visitOf } from "@/sharing/visit.ts";
import styles from "./embed.module.css";

// The page of the link itself is the one to be found.
export const metadata: Metadata = { referrer: "no-referrer", robots: { index: false, follow: false } };

/** A book in another site's frame, where its link allows that. */
export default function EmbedPage({ params, searchParams }: PageProps<"/embed/[token]">) {
  return unlessAway(async () => {
    const [{ token }, { page }] = await Promise.all([params, searchParams]);
    const shared = await visitOf(token);
    if (shared === "locked" || !shared.embeddable) notFound();
    return <div className={styles.embed}>{await sharedBook(token, shared, page)}</div>;
  });
}
