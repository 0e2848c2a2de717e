import type { AccountSession } from "@flipdocs/contract";
import { momentOf } from "@/shelf/date.ts";
import styles from "./account.module.css";

/** Where somebody is signed in with this account: each can be ended, and all at once. */
export function Sessions({ sessions }: { sessions: readonly AccountSession[] }) {
  return (
    <section className={styles.part}>
      <h2>Sessions</h2>
      <ul className={styles.sessions} aria-label="Sessions">
        {sessions.map((session) => (
          <Session key={session.id} session={session} />
        ))}
      </ul>
      <form method="post" action="/api/v1/account/sign-out-everywhere?next=/sign-in&back=/account">
        <button type="submit" className="button quiet">
          Sign out everywhere
        </button>
      </form>
    </section>
  );
}

function Session({ session: { id, browser, opened, seen, isThis } }: { session: AccountSession }) {
  const end = `/api/v1/account/sessions/${id}/end?next=/account%3Fdone=session&back=/account`;
  return (
    <li data-session={isThis ? "this" : "other"}>
      <span>
        <strong>{browser}</strong>
        {isThis && " · this one"}
        <small className="faint">
          {opened && (
            <>
              since <time dateTime={opened}>{momentOf(opened)}</time>,{" "}
            </>
          )}
          last seen about <time dateTime={seen}>{momentOf(seen)}</time>
        </small>
      </span>
      {!isThis && (
        <form method="post" action={end}>
          <button type="submit" className="link">
            End<span className="unseen"> the session in {browser}</span>
          </button>
        </form>
      )}
    </li>
  );
}
