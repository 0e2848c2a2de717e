"use client";

import { api } from "@/api/browser.ts";

/** Ends the session, then starts over at the landing page, so that nothing of it stays in memory. */
export function SignOut({ className }: { className: string | undefined }) {
  const leave = () => api.signOut().finally(() => window.location.assign("/"));
  return (
    <button type="button" className={className} onClick={leave}>
      Sign out
    </button>
  );
}
