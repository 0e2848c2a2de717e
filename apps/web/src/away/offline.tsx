"use client";

import { useSyncExternalStore } from "react";
import styles from "./offline.module.css";

/** Says over every page that the browser has no network, for as long as it says so itself. */
export function Offline() {
  const isOffline = useSyncExternalStore(
    follow,
    () => !navigator.onLine,
    () => false,
  );
  return (
    <p role="status" className={styles.offline}>
      {isOffline && "You are offline. What is open can be read on; all else waits for the network."}
    </p>
  );
}

function follow(change: () => void): () => void {
  const events = ["online", "offline"];
  for (const event of events) window.addEventListener(event, change);
  return () => {
    for (const event of events) window.removeEventListener(event, change);
  };
}
