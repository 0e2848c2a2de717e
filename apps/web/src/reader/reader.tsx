"use client";

import type { Contents, Page } from "@flipdocs/contract";
import { PICTURE_WIDTHS } from "@flipdocs/contract/pictures";
import { useRef, useState } from "react";
import { createPortal } from "react-dom";
import { Bar } from "./bar.tsx";
import { howFar } from "./begun.ts";
import { Controls } from "./controls.tsx";
import { Help } from "./help.tsx";
import { Leaf } from "./leaf.tsx";
import { Outline } from "./outline.tsx";
import { Overview } from "./overview.tsx";
import { PageLayer } from "./page-layer.tsx";
import { PageText } from "./page-text.tsx";
import { Panel } from "./panel.tsx";
import { PrintPages } from "./print-pages.tsx";
import styles from "./reader.module.css";
import { SearchPanel } from "./search-panel.tsx";
import type { BookSource } from "./source.ts";
import { isNear, spreadOf } from "./spread.ts";
import { Still } from "./still.tsx";
import { useFullScreen } from "./use-full-screen.ts";
import { useKeys } from "./use-keys.ts";
import { useMarks } from "./use-marks.ts";
import { usePages } from "./use-pages.ts";
import { usePanel } from "./use-panel.ts";
import { useSearch } from "./use-search.ts";
import { useZoom } from "./use-zoom.ts";

interface Props {
  title: string;
  /** All that the book is going to have. */
  pages: Page[];
  /** Those that are made by now, from the first. */
  made: Page[];
  /** What the PDF says of itself as a whole. */
  contents: Contents;
  source: BookSource;
  /** The page that the address names, as the server reads it. */
  start: number;
}

/** The book itself: pages to turn by hand, by button and by key, and a search that marks what it finds. */
export function Reader({ title, pages, made, contents, source, start }: Props) {
  const [root, viewport, help] = [
    useRef<HTMLDivElement>(null),
    useRef<HTMLDivElement>(null),
    useRef<HTMLDialogElement>(null),
  ];
  const zoom = useZoom(viewport);
  const { page, layout, next, previous, turn, jump, ...open } = usePages(
    pages,
    contents.direction,
    source.id,
    start,
    zoom.zoomAt,
  );
  const full = useFullScreen(root);
  const isReversed = contents.direction === "rtl";
  const panels = usePanel();
  const [isSettled, setSettled] = useState(false);
  const [typed, setTyped] = useState("");
  const { found, more } = useSearch(source, typed);
  const seen = spreadOf(page, pages.length, layout);
  const isMade = (number: number) => number <= made.length;
  const shown = seen.filter(isMade);
  const marks = useMarks(source, found, seen);
  const choose = (target: number) => {
    panels.leave();
    jump(target);
  };
  const showHelp = () => help.current?.showModal();
  useKeys({
    forward: () => turn(next),
    back: () => turn(previous),
    right: () => turn(isReversed ? previous : next),
    left: () => turn(isReversed ? next : previous),
    first: () => jump(1),
    last: () => jump(pages.length),
    search: panels.search,
    "full-screen": full.toggle,
    alone: full.fill,
    "zoom-in": zoom.zoomIn,
    "zoom-out": zoom.zoomOut,
    "zoom-off": zoom.zoomOff,
    help: showHelp,
  });
  const { scale, x, y } = zoom.view;
  return (
    <div ref={root} className={styles.reader} data-reader data-bare={full.isBare}>
      <Bar
        title={title}
        panels={contents.outline.length > 0 ? ["search", "pages", "contents"] : ["search", "pages"]}
        panel={panels.panel}
        onPanel={panels.toggle}
        {...{ zoom, layout }}
        onLayout={pages.length > 1 ? open.lay : null}
        {...{ full }}
        onHelp={showHelp}
      />
      <div ref={viewport} className={styles.viewport} data-zoomed={zoom.isZoomed}>
        <div className={styles.view} style={{ transform: `translate(${x}px, ${y}px) scale(${scale})` }}>
          {!isSettled && isMade(start) && (!open.isOpen || seen.includes(start)) && (
            <Still {...{ pages, source, start, isReversed }} />
          )}
          <div
            ref={open.stage}
            className={styles.stage}
            data-layout={layout}
            data-alone={alone(seen, layout, isReversed)}
          />
        </div>
      </div>
      {open.leaves.map((leaf, index) => {
        const drawn = made[index] ?? pages[index];
        if (!drawn) return null;
        const { number } = drawn;
        const words = marks.find((hit) => hit.page === number)?.words ?? [];
        const isSeen = seen.includes(number);
        const closer = (isSeen && zoom.isZoomed && source.sized?.(number, PICTURE_WIDTHS.closer)) || null;
        const state = { page: drawn, coming: !isMade(number), closer, near: isNear(number, page), seen: isSeen, words };
        const settle = isSeen ? () => setSettled(true) : undefined;
        return createPortal(
          <Leaf picture={source.picture(number)} {...state} onSettled={settle}>
            {shown.includes(number) && <PageLayer source={source} page={drawn} onPage={jump} />}
          </Leaf>,
          leaf,
        );
      })}
      <PageText source={source} pages={shown} />
      <PrintPages pages={made} {...{ source, seen }} />
      <p className={styles.notice} data-making>
        {howFar(made.length, pages.length)}
      </p>
      <p role="alert" className={styles.notice}>
        {open.notice}
      </p>
      <Controls
        {...{ page, layout, isReversed, next, previous }}
        count={pages.length}
        onPage={turn}
        onTyped={open.type}
      />
      {panels.panel !== null && (
        <Panel name={panels.panel ?? "search"} asked={panels.panel !== undefined} onClose={panels.close}>
          {panels.panel === "pages" && <Overview pages={made} {...{ source, seen }} onPage={choose} />}
          {panels.panel === "contents" && <Outline entries={contents.outline} onPage={choose} />}
          {(panels.panel ?? "search") === "search" && (
            <SearchPanel {...{ typed, found, seen }} onType={setTyped} onMore={more} onPage={choose} box={panels.box} />
          )}
        </Panel>
      )}
      <Help ref={help} />
    </div>
  );
}

/** A cover lies on one half of a spread: the stage moves it to the middle. */
function alone([first, second]: number[], layout: string, isReversed: boolean): "front" | "back" | undefined {
  if (layout === "portrait" || second !== undefined) return undefined;
  return (first === 1) === isReversed ? "back" : "front";
}
