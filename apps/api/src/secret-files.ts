import { readFileSync } from "node:fs";

/** Variables by name, as in `process.env`. */
export type Variables = Record<string, string | undefined>;

const SUFFIX = "_FILE";

/**
 * Puts the content of a file in the place of each `NAME_FILE`, so that secrets need not be in the environment,
 * where `docker inspect` shows them. White space at the end, which editors leave behind, is dropped: ASCII's, since
 * Redis reads the same file in a shell.
 *
 * @param variables as in `process.env`
 * @param names which variables may come from a file
 * @returns the variables, `NAME` taken from the file that `NAME_FILE` names
 * @throws Error when a file cannot be read, is empty or no text, or when both are given: it names the variable, never
 *   a value
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
  const text = decode(name, read(name, path)).replace(/[ \t\n\v\f\r]+$/, "");
  if (text === "") throw new Error(`${name}${SUFFIX} names an empty file: write the secret into it.`);
  return text;
}

function read(name: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new Error(`${name}${SUFFIX} names a file that cannot be read: mount it, readable for this user.`, { cause });
  }
}

/** Other programs read the same file byte by byte: what a decoder would replace or leave out is an error. */
function decode(name: string, bytes: Buffer): string {
  const text = bytes.toString("utf8");
  const same = Buffer.from(text).equals(bytes) && !/[\0\ufeff]/.test(text);
  if (!same)
    throw new Error(`${name}${SUFFIX} names a file that is not plain text: write it as UTF-8, without a mark.`);
  return text;
}
