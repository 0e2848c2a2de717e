import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { serverAccount } from "@/api/server.ts";
import { unlessAway } from "@/away/away.tsx";
import { ProblemLine } from "@/session/problem-line.tsx";
import { session } from "@/session/session.ts";
import { signInPath } from "@/session/sign-in-path.ts";
import styles from "./account.module.css";
import { DeleteAccount } from "./delete-account.tsx";
import { accountWords } from "./outcome.ts";
import { PasswordChange } from "./password-change.tsx";
import { Sessions } from "./sessions.tsx";

export const metadata: Metadata = { title: "Account" };

/** The visitor's own account. Everything on it is a plain form, and works without scripts. */
export default function AccountPage({ searchParams }: PageProps<"/account">) {
  return unlessAway(async () => {
    const [user, asked] = await Promise.all([session(), searchParams]);
    if (!user) redirect(signInPath("/account", asked.problem));
    const sessions = await (await serverAccount()).sessions();
    const { done, problem } = accountWords(asked);
    return (
      <div className={`wide ${styles.account}`}>
        <h1>Account</h1>
        <p className="faint">{user.email}</p>
        {done && <p role="status">{done}</p>}
        <ProblemLine>{problem}</ProblemLine>
        <PasswordChange email={user.email} />
        <Sessions sessions={sessions} />
        <DeleteAccount />
        <p className="faint">
          Programs can do all that pages can: <Link href="/docs/api">the API</Link>.
        </p>
      </div>
    );
  });
}
