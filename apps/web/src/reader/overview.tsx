"use client";

import type { Page } from "@flipdocs/contract";
import { PICTURE_WIDTHS } from "@flipdocs/contract/pictures";
import { useEffect, useRef } from "react";
import styles from "./overview.module.css";
import type { BookSource } from "./source.ts";

interface Props {
  pages: Page[];
  source: BookSource;
  /** The pages in view. */
  seen: number[];
  onPage: (page: number) => void;
}

/** All pages, small: their pictures load as they are scrolled to. */
export function Overview({ pages, source, seen, onPage }: Props) {
  const list = useRef<HTMLOListElement>(null);
  const [first] = seen;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list follows the book.
  useEffect(() => {
    list.current?.querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest" });
  }, [first]);
  const picture = (page: number) => source.sized?.(page, PICTURE_WIDTHS.overview) ?? source.picture(page);
  return (
    <ol ref={list} className={styles.pages}>
      {pages.map(({ number, width, height }) => (
        <li key={number}>
          <button type="button" aria-current={seen.includes(number)} onClick={() => onPage(number)}>
            {/* biome-ignore lint/performance/noImgElement: the API serves it as small as it is shown. */}
            <img src={picture(number)} alt="" loading="lazy" style={{ aspectRatio: width / height }} />
            Page {number}
          </button>
        </li>
      ))}
    </ol>
  );
}
