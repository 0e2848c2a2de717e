import styles from "./api.module.css";
import type { Field, Piece } from "./type-of.ts";

/** What something may be; shapes are ways to where they are described. */
export function Type({ of }: { of: readonly Piece[] }) {
  return of.map((piece) =>
    typeof piece === "string" ? (
      piece
    ) : (
      <a key={piece.shape} href={`#${piece.shape}`}>
        {piece.shape}
      </a>
    ),
  );
}

/** A text of the document, in which `code` stands as it does in Markdown. */
export function Said({ text }: { text: string }) {
  // What is between two marks is every other piece.
  return text.split("`").map((piece, index) => (index % 2 === 1 ? <code key={piece}>{piece}</code> : piece));
}

/** Names, what each may be, and whether it has to be there. */
export function Fields({ fields }: { fields: readonly Field[] }) {
  return (
    <dl className={styles.fields}>
      {fields.map(({ name, type, required, description }) => (
        <div key={name}>
          <dt>
            <code>{name}</code>
            {!required && <span className="faint"> optional</span>}
          </dt>
          <dd>
            <Type of={type} />
            {description && (
              <span className="faint">
                . <Said text={description} />
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
