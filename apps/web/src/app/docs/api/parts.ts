import type { ApiDocument, ApiOperation } from "@flipdocs/contract";

/** What can be asked for at one address, as it is shown. */
export interface Shown {
  method: string;
  path: string;
  operation: ApiOperation;
}

/** The operations under one heading. */
export interface Part {
  name: string;
  /** What its heading has for an id. */
  anchor: string;
  operations: Shown[];
}

/**
 * The document by its headings, in their order, and each with its operations.
 *
 * @param document - of the API
 */
export function partsOf({ tags, paths, servers }: ApiDocument): Part[] {
  const shown = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path: `${servers[0]?.url ?? ""}${path}`,
      operation,
    })),
  );
  return tags.map(({ name }) => ({
    name,
    anchor: name.toLowerCase().replace(/[^a-z]+/g, "-"),
    operations: shown.filter(({ operation }) => operation.tags.includes(name)),
  }));
}

const WHO: Record<string, string> = {
  session: "Whoever is signed in.",
  "none session": "Anybody, who sees what is open; with a session also what is theirs.",
  "none pass": "Whoever has the link, and has told its password where it has one.",
};

/** Who may ask for it, in words. */
export function whoMay({ security }: ApiOperation): string {
  const ways = security.map((way) => Object.keys(way)[0] ?? "none").join(" ");
  return WHO[ways] ?? "Anybody.";
}
