import { posix } from "node:path";
import ignore, { type Ignore } from "ignore";
import { whole } from "./content.ts";
import { type Filter, filter, parentOf, type Tree } from "./tree.ts";

/** What a filter leaves of a tree, without what git would not track where that is asked. */
export const select = (tree: Tree, { gitignore, ...patterns }: Filter & { readonly gitignore?: boolean }): Tree =>
  filter(gitignore ? withoutIgnored(tree) : tree, patterns);

/** What git would track of a tree, by the `.gitignore` files in it. The files of an ignored folder cannot come back. */
export function withoutIgnored(tree: Tree): Tree {
  const rules = new Map<string, Ignore>();
  for (const [path, entry] of tree)
    if (posix.basename(path) === ".gitignore" && entry.kind === "file")
      rules.set(parentOf(path), ignore({ ignorecase: false }).add(whole(entry.bytes).toString("utf8")));
  const answers = new Map<string, boolean>();
  const isIgnored = (path: string): boolean => {
    const known = answers.get(path) ?? ((path !== "" && isIgnored(parentOf(path))) || isRuledOut(path));
    answers.set(path, known);
    return known;
  };
  /** The nearest file that has a rule for a path decides. */
  const isRuledOut = (path: string): boolean => {
    const asked = tree.get(path)?.kind === "folder" ? `${path}/` : path;
    for (let folder = path; folder !== ""; ) {
      folder = parentOf(folder);
      const { ignored, unignored } = rules.get(folder)?.test(folder ? asked.slice(folder.length + 1) : asked) ?? {};
      if (ignored || unignored) return ignored === true;
    }
    return false;
  };
  return new Map([...tree].filter(([path]) => !isIgnored(path)));
}
