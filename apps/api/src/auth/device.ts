import type { Session } from "./sessions.ts";

const MOST_LETTERS = 300;

/** @returns what a session that is opened now keeps of where: the browser's own words, cut, and the time */
export const deviceOf = (request: Request): Session["device"] => ({
  agent: (request.headers.get("user-agent") ?? "").slice(0, MOST_LETTERS),
  opened: Date.now(),
});
