import type { Book, Share } from "@flipdocs/contract";
import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { ApiError } from "@/api/problem.ts";
import { serverApi, serverSharing } from "@/api/server.ts";
import { unlessAway } from "@/away/away.tsx";
import { REFUSALS } from "@/sharing/change.ts";
import { LinkCard } from "@/sharing/link-card.tsx";
import styles from "@/sharing/links.module.css";
import { NewLink } from "@/sharing/new-link.tsx";
import { originOf } from "@/sharing/origin.ts";

export const metadata: Metadata = { title: "Sharing" };

/** The links to a book: for its owner, who makes, copies and revokes them here. */
export default function SharingPage({ params, searchParams }: PageProps<"/books/[id]/sharing">) {
  return unlessAway(async () => {
    const [{ id }, { refused }] = await Promise.all([params, searchParams]);
    const { book, shares } = await linksTo(id);
    const why = Object.entries(REFUSALS).find(([name]) => name === refused)?.[1];
    const origin = originOf(await headers());
    return (
      <div className={`wide ${styles.page}`}>
        <h1>
          Share “<bdi>{book.title}</bdi>”
        </h1>
        <NewLink action={`/books/${id}/sharing/change`} problem={why} />
        <h2>{shares.length === 0 ? "No links yet" : "Links to this book"}</h2>
        {shares.length === 0 && <p className="faint">Nobody but you can read it until you make one.</p>}
        <ul className={styles.links} aria-label="Links">
          {shares.map((share) => (
            <LinkCard key={share.id} book={book} share={share} origin={origin} />
          ))}
        </ul>
        <p>
          <Link href={`/books/${id}`} prefetch={false}>
            To the book
          </Link>
        </p>
      </div>
    );
  });
}

async function linksTo(id: string): Promise<{ book: Book; shares: Share[] }> {
  if (!z.uuid().safeParse(id).success) notFound();
  const [api, sharing] = await Promise.all([serverApi(), serverSharing()]);
  try {
    const [book, shares] = await Promise.all([api.book(id), sharing.shares(id)]);
    return { book, shares };
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) redirect(`/sign-in?next=/books/${id}/sharing`);
    if (error instanceof ApiError && error.status === 404) notFound();
    throw error;
  }
}
