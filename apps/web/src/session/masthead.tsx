import Link from "next/link";
import styles from "./masthead.module.css";
import { session } from "./session.ts";
import { SignOut } from "./sign-out.tsx";

/** The bar above every page. It stands even when the API does not: then it takes nobody for a stranger. */
export async function Masthead() {
  const user = await session().catch(() => undefined);
  return (
    <header className={styles.masthead}>
      <Link href="/" className={styles.name} prefetch={false}>
        <Mark />
        <span className={styles.word}>FlipDocs</span>
      </Link>
      <nav aria-label="Account" className={styles.links}>
        {user && <Member email={user.email} />}
        {user === null && <Stranger />}
        {user === undefined && <Unknown />}
      </nav>
    </header>
  );
}

function Member({ email }: { email: string }) {
  return (
    <>
      <Link href="/account" prefetch={false}>
        <span className={styles.email} title={email}>
          {email}
        </span>
        <span className={styles.short}>Account</span>
      </Link>
      <Link href="/library" prefetch={false}>
        Library
      </Link>
      <SignOut className={styles.leave} />
    </>
  );
}

/** Somebody with a session that cannot be looked up now. */
function Unknown() {
  return (
    <Link href="/library" prefetch={false}>
      Library
    </Link>
  );
}

function Stranger() {
  return (
    <>
      <Link href="/sign-in" prefetch={false}>
        Sign in
      </Link>
      <Link href="/sign-up" prefetch={false}>
        Sign up
      </Link>
    </>
  );
}

function Mark() {
  return (
    <svg viewBox="0 0 32 32" className={styles.mark} aria-hidden="true">
      <path d="M16 8c-3-2-7-2-11-2v18c4 0 8 0 11 2 3-2 7-2 11-2V6c-4 0-8 0-11 2z" fill="currentColor" />
      <path d="M16 8v18" stroke="var(--paper)" strokeWidth="2" />
    </svg>
  );
}
