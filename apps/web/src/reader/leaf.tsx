import type { Page, Word } from "@flipdocs/contract";
import type { ReactNode } from "react";
import { CloserPicture } from "./closer-picture.tsx";
import { placed } from "./fit.ts";
import styles from "./leaf.module.css";
import { Picture, type PictureChoice } from "./picture.tsx";

interface Props {
  /** The address of its picture. */
  picture: string;
  choice?: PictureChoice | undefined;
  page: Page;
  /** Whether it is still being made. */
  coming?: boolean;
  /** Whether to load the picture: pages far away stay blank. */
  near: boolean;
  /** Whether it is in view. */
  seen: boolean;
  /** Words to highlight. */
  words: Word[];
  /** The address of a larger picture, while the page is looked at closer. */
  closer: string | null;
  /** Is told when its picture has come, or failed. */
  onSettled?: (() => void) | undefined;
  /** What lies over the page. */
  children?: ReactNode;
}

/**
 * What is on one page: its picture, and boxes over the words that were searched for. All leaves of a book have one shape;
 * on its leaf a page keeps its own proportions.
 */
export function Leaf({ picture, choice, page, coming, near, seen, words, closer, onSettled, children }: Props) {
  return (
    <div className={styles.leaf} data-page={page.number}>
      <div className={styles.sheet} style={asLargeAsTheLeafAllows(page)}>
        {coming && <p className={styles.coming}>Page {page.number} is being made</p>}
        {near && !coming && (
          <Picture address={picture} choice={choice} page={page.number} size={page} seen={seen} onSettled={onSettled} />
        )}
        {closer && <CloserPicture address={closer} />}
        {words.map((word) => (
          <mark key={`${word.x} ${word.y}`} className={styles.word} style={placed(word)} aria-hidden="true" />
        ))}
        {children}
      </div>
    </div>
  );
}

function asLargeAsTheLeafAllows({ width, height }: Page) {
  const ratio = width / height;
  return { width: `min(100cqw, 100cqh * ${ratio})`, aspectRatio: ratio };
}
