import type { Hit } from "@flipdocs/contract";
import { markSnippet } from "./hits.ts";

/** A line with what was found in it marked. */
export function Snippet({ hit }: { hit: Pick<Hit, "snippet" | "marks"> }) {
  const parts = markSnippet(hit).map((part, index) => ({ ...part, key: `${index} ${part.text}` }));
  return <bdi>{parts.map(({ key, text, found }) => (found ? <mark key={key}>{text}</mark> : text))}</bdi>;
}
