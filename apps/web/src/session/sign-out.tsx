"use client";

import type { FormEvent } from "react";
import { api } from "@/api/browser.ts";

/** Ends the session, then starts over at the landing page, so that nothing of it stays in memory. Also without scripts. */
export function SignOut({ className }: { className: string | undefined }) {
  const leave = (event: FormEvent) => {
    event.preventDefault();
    void api.signOut().finally(() => window.location.assign("/"));
  };
  return (
    <form method="post" action="/api/v1/auth/sign-out?next=/&back=/" onSubmit={leave}>
      <button type="submit" className={className}>
        Sign out
      </button>
    </form>
  );
}
