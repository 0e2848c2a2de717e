import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "../dagger/src");

/**
 * Which argument of what a message is; of `refuseFor` the reasons are messages as well. An error that has no constructor
 * of its own takes it first, as Error does, and comes in here when it is declared.
 */
const places: Record<string, readonly number[]> = {
  Refusal: [1],
  super: [0],
  refuseFor: [0, 1],
  runOnHost: [3],
  mustAnswer: [4],
  Error: [0],
};

/** What stands for a part that is not always the same. */
export const VARIES = "…";

/** What was declared: as its own file calls it, and what is exported or at least at the top, by its name alone. */
const declared = new Map<string, ts.Node>();

function declare(node: ts.Node): void {
  const isNamed = ts.isVariableDeclaration(node) || ts.isBindingElement(node) || ts.isFunctionDeclaration(node);
  const value = isNamed && (ts.isFunctionDeclaration(node) ? node.body : node.initializer);
  if (isNamed && value && node.name && ts.isIdentifier(node.name)) {
    const { text } = node.name;
    declared.set(`${node.getSourceFile().fileName} ${text}`, value);
    if (ts.isSourceFile(node.parent) || ts.isSourceFile(node.parent.parent.parent)) declared.set(text, value);
  }
  if (ts.isClassDeclaration(node) && node.heritageClauses?.[0]?.getText() === "extends Error")
    if (node.name && !node.members.some(ts.isConstructorDeclaration)) places[node.name.text] = [0];
  node.forEachChild(declare);
}

const declaredAs = (name: ts.Identifier): ts.Node | undefined =>
  declared.get(`${name.getSourceFile().fileName} ${name.text}`) ?? declared.get(name.text);

const each = (all: readonly ts.Node[]): string[] => all.flatMap(texts);
const paired = (starts: readonly string[], ends: readonly string[]): string[] =>
  starts.flatMap((start) => ends.map((end) => start + end));

/** All that an expression may come to, of what is written down: one text for each way through its conditions. */
function texts(node: ts.Node | undefined): string[] {
  if (!node) return [];
  if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return node.templateSpans.reduce(
      (before, { expression, literal }) => paired(paired(before, part(expression)), [literal.text]),
      [node.head.text],
    );
  if (ts.isConditionalExpression(node)) return each([node.whenTrue, node.whenFalse]);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return paired(texts(node.left), texts(node.right));
  if (ts.isArrayLiteralExpression(node)) return each(node.elements);
  if (ts.isIdentifier(node)) return texts(declaredAs(node));
  if (ts.isCallExpression(node))
    return ts.isPropertyAccessExpression(node.expression)
      ? each([node.expression.expression, ...node.arguments])
      : texts(node.expression);
  if (ts.isArrowFunction(node)) return texts(node.body);
  if (ts.isBlock(node)) return each(node.statements);
  const holds =
    ts.isReturnStatement(node) ||
    ts.isSpreadElement(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node);
  return holds ? texts(node.expression) : [];
}

/** What a template holds: constants and conditions are said out, all else varies. */
function part(expression: ts.Expression): string[] {
  const value = ts.isIdentifier(expression) ? declaredAs(expression) : expression;
  const isSaid =
    value && (ts.isConditionalExpression(value) || ts.isStringLiteral(value) || ts.isNumericLiteral(value));
  return isSaid ? texts(value) : [VARIES];
}

/** The messages that a node makes by itself. */
function of(node: ts.Node): string[] {
  if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
    const given = node.arguments ?? [];
    // A problem and a hint may come as one.
    return (places[node.expression.getText()] ?? []).flatMap((place) => {
      const argument = given[place];
      return argument && ts.isSpreadElement(argument) ? texts(argument).slice(0, 1) : texts(argument);
    });
  }
  // What a program says, and what that means; a registry's come after the name of the image.
  if (ts.isArrayLiteralExpression(node) && node.elements[0] && ts.isRegularExpressionLiteral(node.elements[0])) {
    const isOfImage = node.elements[1] && ts.isIdentifier(node.elements[1]);
    const [problem = ""] = each(node.elements.slice(isOfImage ? 2 : 1));
    return [isOfImage ? `${VARIES}: ${problem}.` : problem];
  }
  // A problem and a hint by the code that a run on the host ended with; and what to say where none is known.
  if (ts.isPropertyAssignment(node) && !ts.isIdentifier(node.name) && !ts.isStringLiteral(node.name))
    return texts(node.initializer).slice(0, 1);
  const isOtherwise = ts.isPropertyAssignment(node) && node.name.getText() === "otherwise";
  return isOtherwise ? texts(node.initializer) : [];
}

const all = (node: ts.Node): string[] => [...of(node), ...node.getChildren().flatMap(all)];

/** The first line of each message by which a call can end, as the code has it; what varies is VARIES. */
export function messages(): string[] {
  const files = globSync("**/*.ts", { cwd: root }).map((file) =>
    ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest, true),
  );
  files.forEach(declare);
  const said = files.flatMap(all).flatMap((text) => text.split("\n", 1));
  return [...new Set(said.filter((text) => /\w.* /.test(text)))].sort();
}
