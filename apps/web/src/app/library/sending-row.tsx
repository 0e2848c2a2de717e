import type { Sending } from "./sendings.ts";
import { wordsOf } from "./sendings.ts";
import styles from "./upload.module.css";

interface Props {
  sending: Sending;
  drop: (key: number) => void;
  retry: (key: number) => void;
}

/** One file on its way: how far it is or what came in between, and what can be done about it. */
export function SendingRow({ sending, drop, retry }: Props) {
  const { key, file, stand } = sending;
  const isUnderWay = stand.is === "waiting" || stand.is === "sending";
  return (
    <li className={styles.sending} data-stand={stand.is}>
      <span className={styles.name}>{file.name}</span>
      {stand.is === "sending" && <progress value={stand.share} max={1} aria-label={`${file.name}, sent`} />}
      <span className={styles.words}>
        {wordsOf(sending)}
        {stand.is === "signed-out" && <SignInAgain />}
      </span>
      {(stand.is === "failed" || stand.is === "signed-out") && (
        <button type="button" className="link" onClick={() => retry(key)}>
          Try again<span className="unseen"> {file.name}</span>
        </button>
      )}
      <button type="button" className="link" onClick={() => drop(key)}>
        {isUnderWay ? "Cancel" : "Dismiss"}
        <span className="unseen"> {file.name}</span>
      </button>
    </li>
  );
}

/** In another tab: the file that was chosen is known to this one alone. */
function SignInAgain() {
  return (
    <>
      {" "}
      <a href="/sign-in?next=/library" target="_blank" rel="noopener">
        Sign in again in a new tab
      </a>
      {", and the upload goes on when you are back here."}
    </>
  );
}
