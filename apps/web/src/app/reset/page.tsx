import { RESET_COOKIE } from "@flipdocs/contract";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import Link from "next/link";
import notice from "@/app/notice.module.css";
import { formProblem } from "@/session/form-problem.ts";
import { NewPassword } from "./new-password.tsx";

export const metadata: Metadata = { title: "New password" };

const INVALID = "This password is not taken: it has 8 to 72 characters, and is none that many people have.";

/** Where the link in a mail ends up: a form for the new password, or what to do where the link is good no more. */
export default async function ResetPage({ searchParams }: PageProps<"/reset">) {
  const [{ problem }, kept] = await Promise.all([searchParams, cookies()]);
  if (problem === "link-over" || !kept.get(RESET_COOKIE)?.value) return <Over />;
  return (
    <section className={notice.notice}>
      <h1>New password</h1>
      <p>With it you are signed in here, and signed out everywhere else.</p>
      <NewPassword problem={formProblem(problem, INVALID)} />
    </section>
  );
}

function Over() {
  return (
    <section className={notice.notice}>
      <h1>This link is no longer good</h1>
      <p>A link for a new password works once, for an hour, and only the last one that was sent.</p>
      <Link href="/forgotten" className="button">
        Ask for another link
      </Link>
    </section>
  );
}
