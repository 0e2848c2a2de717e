/** Where a file stands on its way: one that is refused need not be tried again, one that is signed out may be. */
export type Stand =
  | { is: "waiting" }
  | { is: "sending"; share: number }
  | { is: "failed" | "refused" | "signed-out"; why: string };

/** A file on its way to become a book. By its `name` the API knows it again when it is tried again. */
export interface Sending {
  key: number;
  name: string;
  file: File;
  stand: Stand;
}

/** So many go out at once; the others wait. The API lets a member have four, in all tabs together. */
const AT_ONCE = 2;

/** @returns a name that no other file on its way has, here or elsewhere */
export function newName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @returns the first that may go out now, if there is one */
export function nextOf(sendings: readonly Sending[]): Sending | undefined {
  const sending = sendings.filter(({ stand }) => stand.is === "sending");
  return sending.length < AT_ONCE ? sendings.find(({ stand }) => stand.is === "waiting") : undefined;
}

/** @returns the list with one of them at another stand */
export function moved(sendings: readonly Sending[], key: number, stand: Stand): Sending[] {
  return sendings.map((sending) => (sending.key === key ? { ...sending, stand } : sending));
}

/** @returns the list with those waiting again that were signed out: their files are still here */
export function resumed(sendings: readonly Sending[]): Sending[] {
  return sendings.map((sending) =>
    sending.stand.is === "signed-out" ? { ...sending, stand: { is: "waiting" } } : sending,
  );
}

/** What a person reads about a file on its way. */
export function wordsOf({ stand }: Sending): string {
  if (stand.is === "waiting") return "waits for its turn";
  if (stand.is !== "sending") return stand.why;
  return stand.share < 1 ? `${Math.round(stand.share * 100)} %` : "being received…";
}
