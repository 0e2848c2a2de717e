const reasons: { readonly [code: string]: string } = {
  EACCES: "permission denied",
  EEXIST: "a file is where a folder is to be",
  EISDIR: "is a directory",
  ENOEXEC: "exec format error",
  ENOENT: "no such file or directory",
  ENOTDIR: "not a directory",
  EROFS: "read-only file system",
};

/** Why the system did not do something with a file, as Go says it; what Node said where that is not known. */
export function reasonOf(error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return reasons[code] ?? message;
}
