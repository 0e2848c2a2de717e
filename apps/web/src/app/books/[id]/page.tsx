import type { Book } from "@flipdocs/contract";
import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { ApiError } from "@/api/problem.ts";
import { serverApi } from "@/api/server.ts";
import { isAway, unlessAway } from "@/away/away.tsx";
import { contentsIn } from "@/reader/contents.ts";
import { startOf } from "@/reader/place.ts";
import { PlainPages } from "@/reader/plain-pages.tsx";
import { Failed } from "./failed.tsx";
import { Open } from "./open.tsx";

/** A book to read: public ones for everyone, private ones for their owner. */
export default function BookPage({ params, searchParams }: PageProps<"/books/[id]">) {
  return unlessAway(async () => {
    const [{ id }, { page }] = await Promise.all([params, searchParams]);
    const book = await bookOf(id);
    if (book.status === "failed") return <Failed book={book} />;
    const api = await serverApi();
    const [pages, contents] = await Promise.all([api.pages(book.id), contentsIn(api.contents(book.id))]);
    const start = startOf(page, book.pageCount);
    return (
      <>
        <PlainPages {...{ book, pages, start }} />
        <Open {...{ book, pages, contents, start }} />
      </>
    );
  });
}

/** The book's title as the page's. */
export async function generateMetadata({ params }: PageProps<"/books/[id]">): Promise<Metadata> {
  const { id } = await params;
  try {
    return { title: (await bookOf(id)).title };
  } catch (error) {
    if (isAway(error)) return {};
    throw error;
  }
}

const bookOf = cache(async (id: string): Promise<Book> => {
  if (!z.uuid().safeParse(id).success) notFound();
  try {
    return await (await serverApi()).book(id);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) redirect(`/sign-in?next=/books/${id}`);
    if (error instanceof ApiError && [403, 404].includes(error.status)) notFound();
    throw error;
  }
});
