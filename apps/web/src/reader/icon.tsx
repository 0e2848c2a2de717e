/** What the icons show, as paths on 24 by 24. */
const PATHS = {
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20 20",
  pages: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
  contents: "M4 6h2M9 6h11M4 12h2M9 12h11M4 18h2M9 18h11",
  smaller: "M5 12h14",
  larger: "M5 12h14M12 5v14",
  one: "M7 4h10v16H7z",
  two: "M3 5h9v14H3zM12 5h9v14h-9z",
  alone: "M4 5h16v14H4zM4 9h16M9 14l3-2.5 3 2.5",
  screen: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  help: "M9 9a3 3 0 1 1 4.2 2.8c-.8.4-1.2 1-1.2 1.9v.5M12 18v.01",
  close: "M6 6l12 12M18 6 6 18",
} as const;

export type IconName = keyof typeof PATHS;

/** A drawing on a button; what the button does has to be said in words as well. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
      <path d={PATHS[name]} fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />
    </svg>
  );
}
