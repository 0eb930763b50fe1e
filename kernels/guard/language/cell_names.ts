import type { Identifier, Node, Program, SourceFile, TypeChecker } from "typescript";
import type { TypeScript } from "./typescript.ts";
import { declares, isImmediate, isReference, isWritten, topLevelDeclaration, TYPE, VALUE } from "./identifiers.ts";

/** How a name is written where it stands, which decides how it can be renamed there. */
export type NameForm = "plain" | "property" | "import" | "export";

/** A place in a cell's source where a name stands, in UTF-16 units. */
export interface NamePlace {
  readonly name: string;
  readonly start: number;
  readonly form: NameForm;
}

/** A name that a cell defines at its top level. */
export interface CellDefinition {
  readonly name: string;
  /** {@linkcode VALUE}, {@linkcode TYPE} or their sum. */
  readonly meaning: number;
  readonly isImport: boolean;
  /** Where it is declared, overloads and merged declarations included. */
  readonly places: readonly NamePlace[];
}

/** A use of a name that this cell, another cell or the global scope defines at top level. */
export interface CellUse extends NamePlace {
  readonly meaning: number;
  /** Whether the cell itself defines the name. */
  readonly own: boolean;
  /** Whether it is evaluated while the cell runs, not when a function is called later. */
  readonly immediate: boolean;
  /** Whether the value is used, not only replaced; a function's use of itself does not count. */
  readonly reads: boolean;
}

/** A module specifier in a cell's source: the text between the quotation marks, and where it begins. */
export interface CellSpecifier {
  readonly text: string;
  readonly start: number;
}

/** What the parser says about a cell that is not a program. */
export interface CellSyntaxError {
  /** Where, in UTF-16 units. */
  readonly start: number;
  readonly message: string;
  /** Such as `TS1005`. */
  readonly code: string;
}

/** The names of one cell, taken by itself. */
export interface CellNames {
  readonly source: string;
  readonly definitions: readonly CellDefinition[];
  readonly uses: readonly CellUse[];
  readonly specifiers: readonly CellSpecifier[];
  /** The first one, `null` for a program. */
  readonly syntaxError: CellSyntaxError | null;
}

/**
 * The names that each of a list of cells defines and uses, as TypeScript's binder sees them. A cell that does not parse
 * is read as far as the parser understands it.
 *
 * @param ts TypeScript.
 * @param sources The cells' sources.
 * @returns The names, cell by cell.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { loadTypeScript } from "./typescript.ts";
 * const [cell] = readCellNames(await loadTypeScript(), ["const x = y; function f() { const y = 1; return x + y; }"]);
 * assert.deepEqual(cell!.definitions.map(({ name }) => name), ["x", "f"]);
 * assert.deepEqual(cell!.uses.map(({ name, immediate }) => [name, immediate]), [["y", true], ["x", false]]);
 * ```
 */
export function readCellNames(ts: TypeScript, sources: readonly string[]): CellNames[] {
  const program = programOf(ts, sources);
  const checker = program.getTypeChecker();
  return sources.map((source, i) => {
    const file = program.getSourceFile(fileName(i))!;
    const error = program.getSyntacticDiagnostics(file).at(0);
    return {
      source,
      ...namesOf(ts, checker, file),
      syntaxError: error === undefined ? null : {
        start: error.start,
        message: ts.flattenDiagnosticMessageText(error.messageText, " "),
        code: `TS${error.code}`,
      },
    };
  });
}

function fileName(index: number): string {
  return `/cell${index}.ts`;
}

/** A program without any library: its checker resolves names within each cell, and nothing else is wanted of it. */
function programOf(ts: TypeScript, sources: readonly string[]): Program {
  const texts = new Map(sources.map((source, i) => [fileName(i), source]));
  const options = {
    noLib: true,
    noResolve: true,
    types: [],
    moduleDetection: ts.ModuleDetectionKind.Force,
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
  };
  return ts.createProgram([...texts.keys()], options, {
    getSourceFile: (name, version) => {
      const text = texts.get(name);
      return text === undefined ? undefined : ts.createSourceFile(name, text, version, true);
    },
    fileExists: (name) => texts.has(name),
    readFile: (name) => texts.get(name),
    getDefaultLibFileName: () => "lib.d.ts",
    writeFile: () => {},
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
  });
}

function namesOf(
  ts: TypeScript,
  checker: TypeChecker,
  file: SourceFile,
): Pick<CellNames, "definitions" | "uses" | "specifiers"> {
  const definitions = new Map<string, { meaning: number; isImport: boolean; places: NamePlace[] }>();
  const uses: CellUse[] = [], specifiers: CellSpecifier[] = [];
  const visit = (node: Node): void => {
    if (ts.isIdentifier(node) && node.text !== "") identifier(node);
    else if (ts.isStringLiteral(node) && isSpecifier(ts, node)) {
      specifiers.push({ text: node.text, start: node.getStart(file) + 1 });
    }
    ts.forEachChild(node, visit);
  };
  const identifier = (node: Identifier): void => {
    const place = { name: node.text, start: node.getStart(file), form: formOf(ts, node) };
    const declared = topLevelDeclaration(ts, node);
    if (declared !== null) {
      const known = definitions.get(node.text) ?? { meaning: 0, isImport: declared.isImport, places: [] };
      known.meaning |= declared.meaning;
      known.places.push(place);
      definitions.set(node.text, known);
    } else if (isReference(ts, node)) {
      const symbol = ts.isShorthandPropertyAssignment(node.parent)
        ? checker.getShorthandAssignmentValueSymbol(node.parent)
        : ts.isExportSpecifier(node.parent)
        ? checker.getExportSpecifierLocalTargetSymbol(node.parent)
        : checker.getSymbolAtLocation(node);
      const declarations = symbol?.declarations ?? [];
      const own = declarations.find((declaration) => declares(ts, declaration, node.text));
      if (own === undefined && declarations.length > 0) return;
      uses.push({
        ...place,
        own: own !== undefined,
        meaning: ts.isExportSpecifier(node.parent) ? VALUE | TYPE : ts.isPartOfTypeNode(node) ? TYPE : VALUE,
        immediate: isImmediate(ts, node),
        reads: !isWritten(ts, node) && !declarations.some((one) => one.pos <= node.pos && node.end <= one.end),
      });
    }
  };
  visit(file);
  return {
    definitions: [...definitions].map(([name, definition]) => ({ name, ...definition })),
    uses,
    specifiers,
  };
}

function formOf(ts: TypeScript, { parent }: Identifier): NameForm {
  if (ts.isShorthandPropertyAssignment(parent)) return "property";
  if (ts.isBindingElement(parent)) {
    const inObject = ts.isObjectBindingPattern(parent.parent) && parent.dotDotDotToken === undefined;
    return inObject && parent.propertyName === undefined ? "property" : "plain";
  }
  if (ts.isImportSpecifier(parent)) return parent.propertyName === undefined ? "import" : "plain";
  if (ts.isExportSpecifier(parent)) return parent.propertyName === undefined ? "export" : "plain";
  return "plain";
}

function isSpecifier(ts: TypeScript, node: Node): boolean {
  const { parent } = node;
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)) return parent.moduleSpecifier === node;
  if (ts.isCallExpression(parent)) return parent.expression.kind === ts.SyntaxKind.ImportKeyword;
  return ts.isLiteralTypeNode(parent) && ts.isImportTypeNode(parent.parent);
}
