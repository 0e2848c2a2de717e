import { readFileSync } from "node:fs";

/** Variables by name, as in `process.env`. */
export type Variables = Record<string, string | undefined>;

const SUFFIX = "_FILE";

/**
 * Puts the content of a file in the place of each `NAME_FILE`, so that secrets need not be in the environment,
 * where `docker inspect` shows them. White space at the end, which editors leave behind, is dropped.
 *
 * @param variables as in `process.env`
 * @param names which variables may come from a file
 * @returns the variables, `NAME` taken from the file that `NAME_FILE` names
 * @throws Error when a file cannot be read, or when both are given: it names the variable, never a value
 */
export function withSecretFiles(variables: Variables, names: readonly string[]): Variables {
  const contents = names.flatMap((name) => {
    const path = variables[name + SUFFIX];
    return path ? [[name, content(name, path, variables)] as const] : [];
  });
  return { ...variables, ...Object.fromEntries(contents) };
}

function content(name: string, path: string, variables: Variables): string {
  if (variables[name]) throw new Error(`Both ${name} and ${name}${SUFFIX} are set: unset one of them.`);
  try {
    return readFileSync(path, "utf8").trimEnd();
  } catch (cause) {
    throw new Error(`${name}${SUFFIX} names a file that cannot be read: mount it, readable for this user.`, { cause });
  }
}
