import type { Book, Share } from "@flipdocs/contract";
import { dayOf } from "@/shelf/date.ts";
import { Copyable } from "./copyable.tsx";
import { embedCode } from "./embed-code.ts";
import styles from "./links.module.css";

const ACCESS: Record<Share["access"], string> = {
  public: "Everybody",
  unlisted: "Whoever has it",
  password: "With a password",
};

interface Props {
  book: Book;
  share: Share;
  /** Of this site, as the visitor sees it. */
  origin: string;
}

/** A link to a book: to copy, to change, to revoke. */
export function LinkCard({ book, share, origin }: Props) {
  const action = `/books/${book.id}/sharing/change`;
  return (
    <li className={styles.link} data-share={share.id}>
      <Copyable label="Link" text={`${origin}/s/${share.token}`} />
      <ul className={`faint ${styles.facts}`}>
        {facts(share).map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      {share.embeddable && <Copyable label="Embed code" text={embedCode(origin, share.token, book.title)} />}
      <div className={styles.acts}>
        {share.access !== "password" && <Switch action={action} share={share} name="embeddable" word="embedding" />}
        <Switch action={action} share={share} name="downloadable" word="downloads" />
        <form method="post" action={action}>
          <input type="hidden" name="share" value={share.id} />
          <button type="submit" className="button quiet" name="act" value="revoke">
            Revoke
          </button>
        </form>
      </div>
    </li>
  );
}

function facts({ access, endsAt, views }: Share): string[] {
  const end =
    endsAt === null ? "No end" : `${Date.parse(endsAt) > Date.now() ? "Until" : "Over since"} ${dayOf(endsAt)}`;
  return [ACCESS[access], end, `${views.toLocaleString("en")} ${views === 1 ? "view" : "views"}`];
}

interface SwitchProps {
  action: string;
  share: Share;
  name: "embeddable" | "downloadable";
  word: string;
}

function Switch({ action, share, name, word }: SwitchProps) {
  const on = share[name];
  return (
    <form method="post" action={action}>
      <input type="hidden" name="act" value="change" />
      <input type="hidden" name="share" value={share.id} />
      <input type="hidden" name="name" value={name} />
      <button type="submit" className="button quiet" name="on" value={on ? "no" : "yes"}>
        {on ? "Stop" : "Allow"} {word}
      </button>
    </form>
  );
}
