"use client";

import type { Page, PageLink, Word } from "@flipdocs/contract";
import { spaced } from "@flipdocs/contract/words";
import type { MouseEvent } from "react";
import { placed, stretchOf } from "./fit.ts";
import styles from "./page-layer.module.css";
import type { BookSource } from "./source.ts";
import { usePageText } from "./use-page-text.ts";

interface Props {
  source: BookSource;
  page: Page;
  /** Goes to a page that a link leads to. */
  onPage: (page: number) => void;
}

/** What lies over a page's picture and cannot be seen: its words, to be selected and copied, and its links. */
export function PageLayer({ source, page, onPage }: Props) {
  const { words, links } = usePageText(source, page.number);
  return (
    <>
      {/* Those who listen have the page's text beside the book. */}
      <div className={styles.words} aria-hidden="true">
        {words.map((word, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a page's words stay in their places.
          <span key={index} data-word style={{ ...placed(word), ...lettered(word, page) }}>
            {spaced(word.text)}
          </span>
        ))}
      </div>
      {links.map((link) => (
        <LinkBox key={`${link.x} ${link.y} ${link.width}`} link={link} onPage={onPage} />
      ))}
    </>
  );
}

function LinkBox({ link, onPage }: { link: PageLink; onPage: (page: number) => void }) {
  const at = { className: styles.link, style: placed(link), draggable: false };
  if ("address" in link) {
    return (
      <a {...at} href={link.address} title={link.address} target="_blank" rel="noopener noreferrer">
        <span className="unseen">{link.address}</span>
      </a>
    );
  }
  const follow = (event: MouseEvent) => {
    // In a new tab, if that is wanted.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onPage(link.page);
  };
  return (
    <a {...at} href={`?page=${link.page}`} title={`Page ${link.page}`} onClick={follow}>
      <span className="unseen">Page {link.page}</span>
    </a>
  );
}

function lettered(word: Word, page: Page) {
  const stretch = stretchOf(word, page, widthInEm(word.text));
  return { width: "auto", fontSize: `${word.height * 100}cqh`, transform: `scaleX(${stretch})` };
}

let ruler: CanvasRenderingContext2D | null = null;

/** How wide a word is in the letters of the layer, in their heights. */
function widthInEm(text: string): number {
  ruler ??= document.createElement("canvas").getContext("2d");
  if (!ruler) return 0;
  ruler.font = "100px sans-serif";
  return ruler.measureText(text).width / 100;
}
