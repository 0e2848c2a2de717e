"use client";

import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";
import styles from "./panel.module.css";

/** What can be laid beside a book. */
export type PanelName = "search" | "pages" | "contents";

/** What the panels are called. */
export const PANELS: Record<PanelName, string> = { search: "Search", pages: "All pages", contents: "Contents" };

interface Props {
  /** Whether a person opened it: on a narrow screen one that nobody asked for is not there. */
  asked: boolean;
  name: PanelName;
  onClose: () => void;
  children: ReactNode;
}

/** Beside the book; on a narrow screen over its lower half. */
export function Panel({ asked, name, onClose, children }: Props) {
  return (
    <aside className={styles.panel} aria-label={PANELS[name]} data-asked={asked}>
      <button type="button" className={styles.close} aria-label="Close" title="Close" onClick={onClose}>
        <Icon name="close" />
      </button>
      {children}
    </aside>
  );
}
