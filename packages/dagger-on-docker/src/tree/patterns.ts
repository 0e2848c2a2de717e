const unreadable = (pattern: string) =>
  new Error(`[${pattern}]: syntax error in pattern: *, ?, [a-z], ** and a leading ! are known, as in .dockerignore`);

interface Pattern {
  readonly negated: boolean;
  readonly matches: (path: string) => boolean;
}

/** One include or exclude list, asked from the root downwards: a folder that matches takes its subtree along. */
export class PatternList {
  readonly #patterns: readonly Pattern[];

  /** @param patterns in the syntax of .dockerignore: `*`, `?`, `[a-z]`, `**`, and `!` to take back */
  constructor(patterns: readonly string[]) {
    this.#patterns = patterns
      .map((p) => p.trim())
      .filter(Boolean)
      .map(readPattern);
  }

  /** True where nothing below a path can be taken back: no `!` stands behind the last pattern that matched. */
  isFinal({ matched, each }: PatternMatch): boolean {
    return matched && !this.#patterns.slice(each.lastIndexOf(true)).some(({ negated }) => negated);
  }

  /**
   * @param path relative, without a leading slash
   * @param parent what was answered for the folder that holds it
   */
  match(path: string, parent?: PatternMatch): PatternMatch {
    let matched = false;
    const each = this.#patterns.map(({ negated, matches }, index) => {
      const hit = parent?.each[index] || (negated === matched && matches(path));
      if (hit) matched = !negated;
      return hit;
    });
    return { matched, each };
  }
}

/** What a list answered for one path; handed down to the paths below it. */
export interface PatternMatch {
  readonly matched: boolean;
  readonly each: readonly boolean[];
}

/** Turns one glob into a test of whole paths, as `Directory.glob` uses it. */
export function readGlob(glob: string): (path: string) => boolean {
  return readPattern(glob).matches;
}

function readPattern(text: string): Pattern {
  const negated = text.startsWith("!");
  const clean = cleanPath(negated ? text.slice(1).trim() : text);
  const source = expression(clean);
  return { negated, matches: (path) => source.test(path) };
}

/** Go's filepath.Clean, as far as patterns need it: `./a//b/` is `a/b`. */
export function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== ".." || !path.startsWith("/")) parts.push(part);
  }
  return (path.startsWith("/") ? "/" : "") + parts.join("/") || ".";
}

function expression(glob: string): RegExp {
  let out = "^";
  for (let at = 0; at < glob.length; at++) {
    const char = glob[at] as string;
    if (char === "*" && glob[at + 1] === "*") {
      at += glob[at + 2] === "/" ? 2 : 1;
      out += at + 1 >= glob.length ? ".*" : "(.*/)?";
    } else if (char === "*") out += "[^/]*";
    else if (char === "?") out += "[^/]";
    else if (char === "\\") out += escapeChar(glob[++at] ?? "\\");
    else if (char === "[") {
      const end = glob.indexOf("]", at + 2);
      if (end < 0) throw unreadable(glob);
      out += glob.slice(at, end + 1);
      at = end;
    } else out += escapeChar(char);
  }
  try {
    return new RegExp(`${out}$`, "su");
  } catch {
    throw unreadable(glob);
  }
}

const escapeChar = (char: string): string => char.replace(/[.+(){}|^$\\/[\]]/, "\\$&");
