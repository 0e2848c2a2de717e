/** What comes every few seconds from the stack itself, and says nothing. */
export const UNLOGGED = new Set(["/health", "/ready", "/metrics"]);
