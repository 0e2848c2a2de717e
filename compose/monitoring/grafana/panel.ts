/** One graph: its PromQL by legend; `empty` says when a query rightly finds nothing. */
export interface Panel {
  title: string;
  unit: "reqps" | "s" | "short" | "percentunit" | "bytes" | "Bps" | "ops";
  queries: Record<string, string>;
  empty?: string;
}

/** One dashboard; the key in the table is its file. */
export interface Dashboard {
  title: string;
  panels: Panel[];
}
