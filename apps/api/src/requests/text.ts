import { Problem } from "../problems/problem.ts";

// Postgres keeps no NUL, and half of a surrogate pair is no character: it would come back as another one.
const UNKEEPABLE = (text: string): boolean => text.includes("\0") || !text.isWellFormed();

/**
 * Refuses text that no database keeps as it is, wherever it stands: in a body, a query or a path, in a name or a value.
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
  for (const [name, inner] of Object.entries(value)) {
    // Such a name is not repeated.
    if (UNKEEPABLE(name)) return place;
    const found = unkeepableIn(inner, [...place, name]);
    if (found) return found;
  }
  return undefined;
}
