import type { Metadata } from "next";
import Link from "next/link";
import notice from "@/app/notice.module.css";
import { formProblem } from "@/session/form-problem.ts";
import { ProblemLine } from "@/session/problem-line.tsx";

export const metadata: Metadata = { title: "Forgotten password" };

const INVALID = "This is not an email address: it should look like you@example.org.";

const OFTEN =
  "That was too often. The link in the last mail works for an hour: look among what is taken for spam, too.";

/** Asks where to send a link for a new password. What it says afterwards is the same, whosever the address is. */
export default async function ForgottenPage({ searchParams }: PageProps<"/forgotten">) {
  const { sent, problem } = await searchParams;
  if (sent !== undefined) return <Sent />;
  return <Ask problem={problem === "too-many-requests" ? OFTEN : formProblem(problem, INVALID)} />;
}

/** A plain form: it works without scripts. */
function Ask({ problem }: { problem: string }) {
  return (
    <section className={notice.notice}>
      <h1>Forgotten password</h1>
      <p>Type the address that you sign in with. A mail comes to it, with a link for a new password.</p>
      <form
        method="post"
        action="/api/v1/auth/forgotten?next=/forgotten%3Fsent=yes&back=/forgotten"
        className={notice.form}
      >
        <label>
          Email
          <input className="field" name="email" type="email" autoComplete="email" required />
        </label>
        <ProblemLine>{problem}</ProblemLine>
        <button type="submit" className="button">
          Send the link
        </button>
      </form>
      <p className="faint">
        <Link href="/sign-in">Back to signing in</Link>
      </p>
    </section>
  );
}

function Sent() {
  return (
    <section className={notice.notice} role="status">
      <h1>Look into your mail</h1>
      <p>
        If there is an account with this address, a link is on its way to it. It works once, for an hour. No mail? Look
        among what is taken for spam, or <Link href="/forgotten">ask once more</Link>.
      </p>
    </section>
  );
}
