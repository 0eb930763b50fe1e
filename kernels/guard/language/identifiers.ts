import type { Declaration, Identifier, Node } from "typescript";
import type { TypeScript } from "./typescript.ts";

/** What a name can stand for: a value, a type, or, as a class does, both. */
export const VALUE = 1, TYPE = 2;

/** What a declaration at the top level declares a name as. */
export interface TopLevelDeclaration {
  /** {@linkcode VALUE}, {@linkcode TYPE} or their sum. */
  readonly meaning: number;
  readonly isImport: boolean;
}

/**
 * Whether an identifier is the name in a declaration whose scope is the whole file.
 *
 * @param ts TypeScript.
 * @param node An identifier with its parents.
 * @returns What it declares, `null` when it is something else.
 */
export function topLevelDeclaration(ts: TypeScript, node: Identifier): TopLevelDeclaration | null {
  const { parent } = node;
  if ((parent as { name?: Node }).name !== node) return null;
  const meaning = meaningOf(ts, parent);
  if (meaning === null || !reachesFile(ts, parent)) return null;
  return { meaning, isImport: isImportPart(ts, parent) };
}

/**
 * Whether a declaration, at the top level, is that of a name.
 *
 * @param ts TypeScript.
 * @param declaration The declaration.
 * @param name The name.
 */
export function declares(ts: TypeScript, declaration: Declaration, name: string): boolean {
  const node = (declaration as { name?: Node }).name;
  return node !== undefined && ts.isIdentifier(node) && node.text === name && topLevelDeclaration(ts, node) !== null;
}

function isImportPart(ts: TypeScript, node: Node): boolean {
  return ts.isImportClause(node) || ts.isImportSpecifier(node) || ts.isNamespaceImport(node) ||
    ts.isImportEqualsDeclaration(node);
}

function meaningOf(ts: TypeScript, node: Node): number | null {
  if (ts.isVariableDeclaration(node) || ts.isBindingElement(node) || ts.isFunctionDeclaration(node)) return VALUE;
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return TYPE;
  if ((node.flags & ts.NodeFlags.GlobalAugmentation) !== 0) return null;
  if (ts.isClassDeclaration(node) || ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node)) return VALUE | TYPE;
  if (!isImportPart(ts, node)) return null;
  const clause = ts.isImportSpecifier(node) ? node.parent.parent : ts.isNamespaceImport(node) ? node.parent : node;
  const onlyTypes = (ts.isImportSpecifier(node) && node.isTypeOnly) || (clause as { isTypeOnly?: boolean }).isTypeOnly;
  return onlyTypes === true ? TYPE : VALUE | TYPE;
}

/** Whether no scope lies between a declaration and the file. */
function reachesFile(ts: TypeScript, declaration: Node): boolean {
  const list = ts.findAncestor(declaration, ts.isVariableDeclarationList);
  const isVar = list !== undefined && (list.flags & ts.NodeFlags.BlockScoped) === 0;
  for (let node = declaration.parent; !ts.isSourceFile(node); node = node.parent) {
    if (ts.isFunctionLike(node) || ts.isModuleBlock(node) || ts.isClassStaticBlockDeclaration(node)) return false;
    const isScope = ts.isBlock(node) || ts.isCaseBlock(node) || ts.isCatchClause(node) ||
      ts.isForStatement(node) || ts.isForInStatement(node) || ts.isForOfStatement(node);
    if (isScope && (!isVar || ts.isCatchClause(node) && node.variableDeclaration === declaration)) return false;
  }
  return true;
}

/**
 * Whether an identifier refers to a variable or type, and is not a property's name, a label, or a declared name.
 *
 * @param ts TypeScript.
 * @param node An identifier with its parents.
 */
export function isReference(ts: TypeScript, node: Identifier): boolean {
  const parent = node.parent as Node & { name?: Node; propertyName?: Node; label?: Node; right?: Node };
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name === node;
  if (ts.isExportSpecifier(parent)) {
    return parent.parent.parent.moduleSpecifier === undefined && (parent.propertyName ?? parent.name) === node;
  }
  if (ts.isQualifiedName(parent)) return parent.left === node && !ts.isImportTypeNode(parent.parent);
  if (ts.isImportTypeNode(parent) || ts.isMetaProperty(parent)) return false;
  return parent.name !== node && parent.propertyName !== node && parent.label !== node;
}

/**
 * Whether a reference is evaluated while its cell runs: it stands outside every function, or only in functions that are
 * called on the spot or handed to a call, as in `values.map((value) => …)`.
 *
 * @param ts TypeScript.
 * @param node An identifier with its parents.
 */
export function isImmediate(ts: TypeScript, node: Identifier): boolean {
  if (ts.isPartOfTypeNode(node)) return false;
  for (let at: Node = node; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isTypeQueryNode(at)) return false;
    if (
      ts.isPropertyDeclaration(at) && !ts.getModifiers(at)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword)
    ) {
      return false;
    }
    if (!ts.isFunctionLike(at)) continue;
    if (!ts.isArrowFunction(at) && !ts.isFunctionExpression(at)) return false;
    let outer = at.parent;
    while (ts.isParenthesizedExpression(outer)) outer = outer.parent;
    if (!ts.isCallExpression(outer) && !ts.isNewExpression(outer)) return false;
  }
  return true;
}

/**
 * Whether a reference only receives a value, as on the left of `=`.
 *
 * @param ts TypeScript.
 * @param node An identifier with its parents.
 */
export function isWritten(ts: TypeScript, node: Identifier): boolean {
  const { parent } = node;
  return ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    parent.left === node;
}
