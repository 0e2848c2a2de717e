"use client";

import { useEffect, useState } from "react";
import styles from "./picture.module.css";
import { waitAfter } from "./retry.ts";
import type { Shape } from "./shape.ts";

/** Pictures of other widths besides, as `img` takes them. */
export interface PictureChoice {
  srcSet: string;
  sizes: string;
}

interface Props {
  address: string;
  choice?: PictureChoice | undefined;
  page: number;
  size: Shape;
  /** Is told when it has come, or failed. */
  onSettled?: (() => void) | undefined;
  /** Whether the page is in view: its picture comes before those of its neighbours. */
  seen: boolean;
}

/** A page's picture. One that fails is asked for again: at first by itself, then by a button, and when the network is back. */
export function Picture({ address, choice, page, size, seen, onSettled }: Props) {
  const [failures, setFailures] = useState(0);
  const [attempt, setAttempt] = useState(0);
  const again = () => setAttempt((before) => before + 1);
  useEffect(() => {
    const wait = failures > 0 ? waitAfter(failures) : null;
    if (wait === null) return;
    const timer = setTimeout(() => setAttempt(failures), wait);
    return () => clearTimeout(timer);
  }, [failures]);
  const isLost = failures > attempt && waitAfter(failures) === null;
  useEffect(() => {
    if (!isLost) return;
    const look = () => setAttempt((before) => before + 1);
    window.addEventListener("online", look);
    return () => window.removeEventListener("online", look);
  }, [isLost]);
  return (
    <>
      {/* biome-ignore lint/performance/noImgElement: the API serves pages at reader width already. */}
      <img
        // Anew for each attempt: one that failed is not asked for again under the same address.
        key={attempt}
        {...choice}
        src={address}
        alt={`Page ${page}`}
        width={size.width}
        height={size.height}
        draggable={false}
        fetchPriority={seen ? "high" : "low"}
        onError={() => {
          setFailures((before) => before + 1);
          onSettled?.();
        }}
        onLoad={() => {
          setFailures(0);
          onSettled?.();
        }}
      />
      {isLost && (
        <div className={styles.lost}>
          <p>Page {page} could not be loaded.</p>
          <button type="button" className="button" onClick={again}>
            Try again
          </button>
        </div>
      )}
    </>
  );
}
