import type { Node, SourceFile } from "typescript";
import { loadTypeScript, type TypeScript } from "./language/typescript.ts";

/** The source of the two functions that an interrupt makes reject. */
export interface StoppableCalls {
  /** Takes an awaited value and gives a promise of it. */
  readonly wait: string;
  /** Takes what `for await` runs over and gives an iterable of the same values. */
  readonly each: string;
}

/**
 * Rewrites a cell so that an interrupt can end it wherever it waits. An evaluation that waits does so at one of the
 * cell's own `await`s, whatever is behind it: a promise that the cell's variables hold, a socket, a Worker. Lines stay
 * as they are; columns behind an `await` move.
 *
 * @param code The cell's source.
 * @param calls What the `await`s at the cell's top level are led through.
 * @returns The source to run; what does not parse is returned as it is.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const calls = { wait: "w", each: "e" };
 * assert.equal(await stoppableAwaits("const x = 1 + await f(2);", calls), "const x = 1 + await w(f(2));");
 * assert.equal(await stoppableAwaits("for await (const x of y) x;", calls), "for await (const x of e(y)) x;");
 * assert.equal(await stoppableAwaits("async () => await f()", calls), "async () => await f()");
 * ```
 */
export async function stoppableAwaits(code: string, calls: StoppableCalls): Promise<string> {
  if (!/\bawait\b/.test(code)) return code;
  // Without the parser a cell still runs, and most interrupts still end it.
  const typescript = await loadTypeScript().catch(() => null);
  const file = typescript === null ? null : parsed(typescript, code);
  if (typescript === null || file === null) return code;
  const inserts: { at: number; text: string }[] = [];
  const lead = (node: Node, call: string): void => {
    inserts.push({ at: node.getStart(file), text: `${call}(` }, { at: node.end, text: ")" });
  };
  const visit = (node: Node): void => {
    if (typescript.isAwaitExpression(node)) lead(node.expression, calls.wait);
    else if (typescript.isForOfStatement(node) && node.awaitModifier !== undefined) lead(node.expression, calls.each);
    else if (
      typescript.isFunctionLike(node) || typescript.isPropertyDeclaration(node) ||
      typescript.isClassStaticBlockDeclaration(node)
    ) return;
    typescript.forEachChild(node, visit);
  };
  visit(file);
  // Inserts at one place are of one kind, so that their order does not matter.
  inserts.sort((a, b) => a.at - b.at);
  let result = "", from = 0;
  for (const { at, text } of inserts) {
    result += code.slice(from, at) + text;
    from = at;
  }
  return result + code.slice(from);
}

/** The kernel takes JSX too, which forbids some casts and type parameters that TypeScript allows. */
function parsed(typescript: TypeScript, code: string): SourceFile | null {
  for (const name of ["cell.ts", "cell.tsx"]) {
    // Only in a module is a top-level `await` one.
    const source = `${code}\nexport {};`;
    const file = typescript.createSourceFile(name, source, typescript.ScriptTarget.Latest, true);
    const { parseDiagnostics } = file as unknown as { parseDiagnostics: readonly unknown[] };
    if (parseDiagnostics.length === 0) return file;
  }
  return null;
}
