import type { Directory } from "@dagger.io/dagger";

/** What no function is given of the repository. One list in full: it is read as text, where nothing can be spread. */
export const outside = [
  // Secrets, by the names they go by: they never leave the machine of whoever calls, whatever git says of them.
  "**/.env",
  "**/.env.*",
  "!**/.env.example",
  "**/*.pem",
  "**/*.key",
  "**/*.secrets",
  "compose/prod/secrets",
  "compose/prod/site.env",
  // What is made from the sources, and what only people read.
  "**/node_modules",
  "**/.next",
  "**/.turbo",
  "**/dist",
  "**/*.tsbuildinfo",
  "**/*.md",
  ".git",
  "docs",
];

/**
 * A part of the repository, as an ignore list of shares.ts leaves it: what was given whole is narrowed as the engine
 * narrows what a function is given by default.
 */
export function part(repository: Directory, allBut: readonly string[]): Directory {
  const include = allBut.filter((pattern) => pattern.startsWith("!")).map((pattern) => pattern.slice(1));
  const exclude = allBut.filter((pattern) => pattern !== "*" && !pattern.startsWith("!"));
  return tracked(repository.filter({ include, exclude }));
}

/** The repository as git knows it: what git ignores stays with its owner. */
export function tracked(repository: Directory): Directory {
  return repository.filter({ gitignore: true });
}
