import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { serverApi } from "@/api/server.ts";
import { unlessAway } from "@/away/away.tsx";
import { session } from "@/session/session.ts";
import { Library } from "./library.tsx";

export const metadata: Metadata = { title: "Library" };

/** The visitor's own books, and the place to make a new one. */
export default function LibraryPage() {
  return unlessAway(async () => {
    if (!(await session())) redirect("/sign-in?next=/library");
    return <Library initial={await (await serverApi()).books()} />;
  });
}
