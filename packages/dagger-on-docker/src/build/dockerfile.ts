/** An exec form: JSON, which a Dockerfile takes without expanding anything. */
export function jsonLine(words: readonly string[]): string {
  return JSON.stringify(words);
}

/** `ENV NAME="value"`, safe against expansion. */
export function envLine(name: string, value: string): string {
  return `ENV ${name}=${quoted(value)}`;
}

/** A value in double quotes, with what a Dockerfile would expand escaped. */
export function quoted(value: string): string {
  return `"${value.replace(/[\\"$]/g, "\\$&")}"`;
}

/** `--mount=type=…,key=value`; empty values are flags. */
export function mountFlag(options: Readonly<Record<string, string>>): string {
  const parts = Object.entries(options).map(([key, value]) => {
    if (/[,"\n]/.test(value)) throw new Error(`a mount cannot have a comma, quote or newline in its ${key}: ${value}`);
    return value === "" ? key : `${key}=${escapeDollar(value)}`;
  });
  return `--mount=${parts.join(",")}`;
}

interface CopyLine {
  readonly stage: string;
  readonly path: string;
  readonly kind: "folder" | "file";
  readonly to: string;
  readonly owner?: string;
}

/** `COPY --from=stage ["from","to"]`: a folder's content, or one file; names are taken as they are. */
export function copyLine({ stage, path, kind, to, owner }: CopyLine): string {
  const chown = owner ? ` --chown=${owner}` : "";
  const source = literal(kind === "folder" ? `${path.replace(/\/$/, "")}/` : path);
  const target = kind === "folder" ? `${to.replace(/\/$/, "")}/` : to;
  return `COPY --from=${stage}${chown} ${jsonLine([source, escapeDollar(target)])}`;
}

/** A path in which nothing is expanded. */
export const escapeDollar = (path: string): string => path.replace(/[\\$'"]/g, "\\$&");

/** A path without wildcards: a bracket matches itself in a class of one. */
function literal(path: string): string {
  return escapeDollar(path.replace(/[*?[]/g, "[$&]"));
}
