import styles from "./offline.module.css";

/** Says over a book that is open that there is no more of it to be had here. The page says why when it is asked for anew. */
export function Gone({ isGone }: { isGone: boolean }) {
  return (
    <p role="alert" className={styles.offline}>
      {isGone && (
        <>
          This book cannot be read here any more.{" "}
          <button type="button" className={styles.again} onClick={() => window.location.reload()}>
            See why
          </button>
        </>
      )}
    </p>
  );
}
