"use client";

import { useEffect, useState } from "react";
import styles from "./picture.module.css";
import { untilDrawn } from "./until-drawn.ts";

/** A larger picture of a page, over the one that is there, as soon as it has been drawn. Without it, that one stays. */
export function CloserPicture({ address }: { address: string }) {
  const [drawn, setDrawn] = useState("");
  useEffect(() => {
    const left = new AbortController();
    const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    untilDrawn(() => fetch(address, { signal: left.signal }), wait)
      .then((isDrawn) => isDrawn && !left.signal.aborted && setDrawn(address))
      .catch((error: unknown) => left.signal.aborted || console.warn(`A page stays as it is: ${String(error)}`));
    return () => left.abort();
  }, [address]);
  if (drawn !== address) return null;
  // biome-ignore lint/performance/noImgElement: the API has drawn it at this width.
  return <img className={styles.closer} src={address} alt="" draggable={false} data-closer />;
}
