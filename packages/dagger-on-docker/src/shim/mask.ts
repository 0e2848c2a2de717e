export const stars = "***";

/** What has come of a stream, masked, as far as it is sure; at the end, the rest. */
export interface Masker {
  feed(chunk: Buffer): Buffer;
  rest(): Buffer;
}

/**
 * Replaces secrets in a stream, also where one is written in pieces: the end of what has come is held back
 * as long as it may be the beginning of a secret.
 */
export function masker(secrets: readonly string[]): Masker {
  const hidden = secrets.filter(Boolean).map((secret) => Buffer.from(secret).toString("latin1"));
  hidden.sort((a, b) => b.length - a.length);
  let held = "";
  return {
    feed(chunk) {
      const text = replaceAll(held + chunk.toString("latin1"), hidden);
      const sure = text.length - possibleStart(text, hidden);
      held = text.slice(sure);
      return Buffer.from(text.slice(0, sure), "latin1");
    },
    rest: () => Buffer.from(held, "latin1"),
  };
}

function replaceAll(text: string, hidden: readonly string[]): string {
  return hidden.reduce((masked, secret) => masked.replaceAll(secret, stars), text);
}

/** How many characters at the end may be the start of a secret. */
function possibleStart(text: string, hidden: readonly string[]): number {
  let longest = 0;
  for (const secret of hidden) {
    for (let length = Math.min(secret.length - 1, text.length); length > longest; length--) {
      if (text.endsWith(secret.slice(0, length))) longest = length;
    }
  }
  return longest;
}
