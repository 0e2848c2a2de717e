import styles from "./drawing.module.css";

/** How an open book looks, drawn: where no real one can be shown. */
export function Drawing() {
  return (
    <div className={styles.drawing} aria-hidden="true">
      <div className={styles.left} />
      <div className={styles.right} />
    </div>
  );
}
