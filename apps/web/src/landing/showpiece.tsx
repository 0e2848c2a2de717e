"use client";

import { createPortal } from "react-dom";
import { Leaf } from "@/reader/leaf.tsx";
import { leafShape } from "@/reader/shape.ts";
import { spreadOf } from "@/reader/spread.ts";
import type { ShownPage } from "./shown.ts";
import styles from "./showpiece.module.css";
import { OPEN_AT, useShowpiece } from "./use-showpiece.ts";

interface Props {
  title: string;
  /** The path at which it is read. */
  path: string;
  pages: ShownPage[];
}

/** How far from the page that is seen pictures are loaded: the next turn shows them. */
const NEAR = 3;

/** A real book that is turned on the spot. Until scripts have opened it, and without them, its first spread is a picture. */
export function Showpiece({ title, path, pages }: Props) {
  const { stage, leaves, page, isDrawn, settle, goTo, next, previous } = useShowpiece(pages);
  const { width, height } = leafShape(pages);
  const seen = spreadOf(page, pages.length, "landscape");
  const first = spreadOf(OPEN_AT, pages.length, "landscape");
  return (
    <figure className={styles.showpiece} aria-label={`${title}, to leaf through`} data-showpiece>
      <div className={styles.book} style={{ aspectRatio: (2 * width) / height }}>
        {!isDrawn && (
          <div className={styles.still}>
            {pages
              .filter(({ number }) => first.includes(number))
              .map((shown) => (
                // biome-ignore lint/performance/noImgElement: the API serves pages as small as they are shown.
                <img
                  key={shown.number}
                  {...shown.choice}
                  src={shown.picture}
                  alt={`Page ${shown.number}`}
                  width={shown.width}
                  height={shown.height}
                  fetchPriority="high"
                />
              ))}
          </div>
        )}
        <div
          ref={stage}
          className={styles.stage}
          data-alone={seen.length > 1 ? "no" : seen[0] === 1 ? "front" : "back"}
        />
      </div>
      {leaves.map((leaf, index) => {
        const shown = pages[index];
        if (!shown) return null;
        const isSeen = seen.includes(shown.number);
        const state = { page: shown, choice: shown.choice, near: Math.abs(shown.number - page) <= NEAR, seen: isSeen };
        return createPortal(
          <Leaf picture={shown.picture} closer={null} words={[]} {...state} onSettled={() => settle(shown.number)} />,
          leaf,
        );
      })}
      <figcaption className={styles.caption}>
        <a href={path}>Read the sample</a>
        <span className={styles.turns} data-open={leaves.length > 0}>
          <Turn word="Turn back" arrow="←" target={previous} goTo={goTo} />
          <Turn word="Turn on" arrow="→" target={next} goTo={goTo} />
        </span>
      </figcaption>
    </figure>
  );
}

interface TurnProps {
  word: string;
  arrow: string;
  target: number | null;
  goTo: (page: number | null) => void;
}

function Turn({ word, arrow, target, goTo }: TurnProps) {
  return (
    <button
      type="button"
      className={styles.turn}
      aria-label={word}
      title={word}
      disabled={target === null}
      onClick={() => goTo(target)}
    >
      <span aria-hidden="true">{arrow}</span>
    </button>
  );
}
