import { Problem } from "../problems/problem.ts";

// Postgres keeps no NUL, and half of a surrogate pair is no character: it would come back as another one.
const UNKEEPABLE = (text: string): boolean => text.includes("\0") || !text.isWellFormed();

// Our own requests have three; each level more is a call more for all who walk through what came.
const MOST_LEVELS = 32;

/**
 * Refuses text that no database keeps as it is, wherever it stands: in a body, a query or a path, in a name or a value.
 * What is nested deeper than anything that is asked for is refused as well, and a list with gaps: 60 KB are enough for
 * 30,000 levels, and 100 bytes for four billion items.
 *
 * @param sent what came, by where it came
 * @throws Problem `invalid` that names the place
 */
export function refuseUnkeepable(sent: Record<"body" | "query" | "params", unknown>): void {
  for (const part of Object.values(sent)) {
    const place = unkeepableIn(part, []);
    if (place) throw new Problem("invalid", `${place.join(".") || "request"}: has a character that cannot be kept`);
  }
}

/** @returns where such a text is, by the names that lead there, or undefined when there is none */
function unkeepableIn(value: unknown, place: string[]): string[] | undefined {
  if (typeof value === "string") return UNKEEPABLE(value) ? place : undefined;
  if (value instanceof File) return unkeepableIn(value.name, [...place, "name"]);
  if (typeof value !== "object" || value === null) return undefined;
  if (place.length === MOST_LEVELS)
    throw new Problem("invalid", `request: is nested deeper than ${MOST_LEVELS} levels`);
  // Elysia makes a list of a field named a[4294967294]: where an error shows it, it is gigabytes.
  if (Array.isArray(value) && Object.keys(value).length !== value.length)
    throw new Problem("invalid", `${place.join(".")}: has gaps`);
  // What a field named __proto__ holds is inherited, and found as well.
  for (const name in value) {
    // Such a name is not repeated.
    if (UNKEEPABLE(name)) return place;
    const found = unkeepableIn((value as Record<string, unknown>)[name], [...place, name]);
    if (found) return found;
  }
  return undefined;
}
