import { posix } from "node:path";

const unreadable = (pattern: string) =>
  new Error(`[${pattern}]: syntax error in pattern: *, ?, [a-z], ** and a leading ! are known, as in .dockerignore`);

interface Pattern {
  readonly negated: boolean;
  readonly matches: (path: string) => boolean;
}

/** What a list answered for one path: for the whole, and each pattern. */
interface Match {
  readonly matched: boolean;
  readonly each: readonly boolean[];
}

/** One include or exclude list, asked from the root downwards: a folder that matches takes its subtree along. */
export class PatternList {
  readonly #patterns: readonly Pattern[];
  readonly #answers = new Map<string, Match>();

  /** @param patterns in the syntax of .dockerignore: `*`, `?`, `[a-z]`, `**`, and `!` to take back */
  constructor(patterns: readonly string[]) {
    this.#patterns = patterns
      .map((p) => p.trim())
      .filter(Boolean)
      .map(readPattern);
  }

  /** @param path relative, without a leading slash */
  matches(path: string): boolean {
    return this.#match(path).matched;
  }

  /** True where a path matches, and nothing below it can be taken back: no `!` stands behind the last match. */
  isFinal(path: string): boolean {
    const { matched, each } = this.#match(path);
    return matched && !this.#patterns.slice(each.lastIndexOf(true)).some(({ negated }) => negated);
  }

  #match(path: string): Match {
    const before = this.#answers.get(path);
    if (before) return before;
    const parent = path.includes("/") ? this.#match(path.slice(0, path.lastIndexOf("/"))) : undefined;
    let matched = false;
    const each = this.#patterns.map(({ negated, matches }, index) => {
      const hit = parent?.each[index] || (negated === matched && matches(path));
      if (hit) matched = !negated;
      return hit;
    });
    this.#answers.set(path, { matched, each });
    return { matched, each };
  }
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

/** Go's filepath.Clean: `./a//b/` is `a/b`. */
export const cleanPath = (path: string): string => posix.normalize(path).replace(/(?<=.)\/$/, "");

function expression(glob: string): RegExp {
  let out = "^";
  for (let at = 0; at < glob.length; at++) {
    const char = glob.charAt(at);
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

const escapeChar = (char: string): string => char.replace(/[.*+?(){}|^$\\/[\]]/, "\\$&");
