"use client";

import { useEffect } from "react";

/** Has the API count a view as soon as a page of the book can be seen: what only fetches the page counts for nothing. */
export function CountView({ token }: { token: string }) {
  useEffect(() => {
    const stop = () => document.removeEventListener("load", look, true);
    const look = () => {
      if (!isSeen()) return;
      stop();
      // Nobody reads worse because a view is not counted.
      import("@/api/browser.ts")
        .then(({ sharing }) => sharing.countView(token))
        .catch((error: unknown) => console.warn(`This view is not counted: ${String(error)}`));
    };
    // A picture's load does not bubble, but it can be caught on its way there.
    document.addEventListener("load", look, true);
    look();
    return stop;
  }, [token]);
  return null;
}

const isSeen = (): boolean =>
  [...document.querySelectorAll<HTMLImageElement>("[data-reader] [data-page] img")].some(
    ({ complete, naturalWidth }) => complete && naturalWidth > 0,
  );
