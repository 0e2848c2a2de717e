import { useEffect, useRef, useState } from "react";
import type { PanelName } from "./panel.tsx";

/** Where a panel lies over the book and not beside it: see panel.module.css. */
const NARROW = "(max-width: 56rem)";

/**
 * What is laid beside the book: on a wide screen the search, until somebody closes it; on a narrow one nothing, until
 * somebody asks.
 */
export function usePanel() {
  const [panel, setPanel] = useState<PanelName | null>();
  const [wanted, setWanted] = useState(0);
  const box = useRef<HTMLInputElement>(null);
  const isNarrow = () => window.matchMedia(NARROW).matches;
  // When the panel is there.
  useEffect(() => {
    if (wanted > 0) box.current?.focus();
  }, [wanted]);
  const search = () => {
    setPanel("search");
    setWanted((before) => before + 1);
  };
  return {
    panel,
    box,
    search,
    close: () => setPanel(null),
    toggle: (name: PanelName) => {
      const open = panel ?? (panel === undefined && !isNarrow() ? "search" : null);
      if (open === name) setPanel(null);
      else if (name === "search") search();
      else setPanel(name);
    },
    /** A page was chosen in it: where it lies over the book, it goes. */
    leave: () => {
      if (isNarrow()) setPanel(null);
    },
  };
}
