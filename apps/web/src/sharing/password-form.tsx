import notice from "@/app/notice.module.css";
import { PasswordField } from "@/session/password-field.tsx";
import { ProblemLine } from "@/session/problem-line.tsx";

const REFUSALS: Record<string, string> = {
  wrong: "This is not the password. Ask who sent you the link.",
  often: "Too many wrong passwords came from where you are. Try again in a quarter of an hour.",
  away: "FlipDocs did not get an answer it needed. Wait a moment, then try again.",
};

interface Props {
  token: string;
  /** Why it was not opened before. */
  refused: string | undefined;
}

/** Asks for the password of a link; it works without scripts. */
export function PasswordForm({ token, refused = "" }: Props) {
  return (
    <section className={notice.notice}>
      <h1>This book has a password</h1>
      <form method="post" action={`/s/${token}/open`} className={notice.form}>
        <PasswordField name="password" label="Password" complete="off" />
        <ProblemLine>{Object.hasOwn(REFUSALS, refused) && REFUSALS[refused]}</ProblemLine>
        <button type="submit" className="button">
          Open the book
        </button>
      </form>
    </section>
  );
}
