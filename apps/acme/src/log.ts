/** Writes one JSON object a line. */
export function log(level: "info" | "error", message: string, facts: Record<string, string | undefined> = {}): void {
  console.log(JSON.stringify({ time: new Date().toISOString(), level, message, ...facts }));
}

/** What went wrong, in one line; an authority may send a page of it. */
export const say = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\s+/g, " ").slice(0, 500);
