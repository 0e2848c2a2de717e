import type { Metadata } from "next";
import { headers } from "next/headers";
import { isAway, unlessAway } from "@/away/away.tsx";
import { aboutLocked, aboutShared } from "@/sharing/about.ts";
import { originOf } from "@/sharing/origin.ts";
import { PasswordForm } from "@/sharing/password-form.tsx";
import { sharedBook } from "@/sharing/shared-book.tsx";
import { sharedPages, visitOf } from "@/sharing/visit.ts";

/** A book for whoever has a link to it. */
export default function SharePage({ params, searchParams }: PageProps<"/s/[token]">) {
  return unlessAway(async () => {
    const [{ token }, { refused, page }] = await Promise.all([params, searchParams]);
    const shared = await visitOf(token);
    if (shared === "locked") return <PasswordForm token={token} refused={[refused].flat()[0]} />;
    return sharedBook(token, shared, page);
  });
}

/** What of the book is shown where the link is pasted. */
export async function generateMetadata({ params }: PageProps<"/s/[token]">): Promise<Metadata> {
  const { token } = await params;
  try {
    const shared = await visitOf(token);
    if (shared === "locked") return aboutLocked;
    return aboutShared(token, shared, await sharedPages(token), originOf(await headers()));
  } catch (error) {
    if (isAway(error)) return { referrer: "no-referrer" };
    throw error;
  }
}
