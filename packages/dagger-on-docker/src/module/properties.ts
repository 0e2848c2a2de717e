import { readFileSync } from "node:fs";
import ts from "typescript";

/** The declared properties of each class of a module: only these travel between its functions. */
export type Properties = Readonly<Record<string, readonly string[]>>;

/** Reads the declared properties of all classes in these files. */
export function propertiesOf(files: readonly string[]): Properties {
  const found: Record<string, string[]> = {};
  for (const file of files) {
    const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022);
    for (const statement of source.statements) {
      if (!ts.isClassDeclaration(statement) || !statement.name) continue;
      found[statement.name.text] = statement.members
        .filter(ts.isPropertyDeclaration)
        .map(({ name }) => (ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : ""));
    }
  }
  return found;
}
