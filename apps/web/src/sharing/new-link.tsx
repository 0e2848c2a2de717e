import { SHARE_PASSWORD } from "@flipdocs/contract";
import { ProblemLine } from "@/session/problem-line.tsx";
import styles from "./links.module.css";

const ACCESS = [
  ["unlisted", "Whoever has the link"],
  ["public", "Everybody: search engines may list it"],
  ["password", "Whoever has the link and a password"],
] as const;

interface Props {
  /** Where the form goes. */
  action: string;
  /** Why the last change was refused. */
  problem: string | undefined;
}

/** The form that makes a link. It needs no script: what does not belong to the kind of link that is chosen is left. */
export function NewLink({ action, problem }: Props) {
  return (
    <form method="post" action={action} className={styles.form}>
      <input type="hidden" name="act" value="make" />
      <input type="hidden" name="form" value={crypto.randomUUID()} />
      <fieldset>
        <legend>Who may read it</legend>
        {ACCESS.map(([value, words], index) => (
          <label key={value}>
            <input type="radio" name="access" value={value} defaultChecked={index === 0} />
            {words}
          </label>
        ))}
      </fieldset>
      <label className={styles.password}>
        Password
        <input className="field" name="password" type="text" autoComplete="off" maxLength={SHARE_PASSWORD.most} />
      </label>
      <label className={styles.day}>
        Last day, if it is to end (UTC)
        <input className="field" name="lastDay" type="date" />
      </label>
      <label>
        <input type="checkbox" name="downloadable" />
        The PDF may be downloaded
      </label>
      <label className={styles.embeddable}>
        <input type="checkbox" name="embeddable" />
        Other sites may embed the book
      </label>
      <ProblemLine>{problem}</ProblemLine>
      <button type="submit" className="button">
        Make a link
      </button>
    </form>
  );
}
