import { figureText } from "./figure_text.ts";
import { findInterpolations } from "./interpolation_markers.ts";
import { InterpolationError } from "./interpolation_error.ts";
import { type Figures, ledgerFigures, unknownExpression } from "./ledger_figure.ts";
import type { ProseCell, ProseDocument } from "./prose_document.ts";

/**
 * A notebook whose markdown cells say what the ledger says: each value between `<!--= EXPRESSION | DIGITS -->` and
 * `<!--/-->` is written again. The markers are comments, which no viewer shows. EXPRESSION is the id of a row as
 * {@link rowId} writes it, a rule ("P4" its measure, "P4.2" that of its second clause, "P4.verdict"), or "outcome";
 * DIGITS, which may be left out, "3" for decimals or "3s" for significant digits. In a table the bar is written `\|`.
 * Markers belong in running text: inside of a formula or of code they would be seen, and a line that begins with one
 * loses its formatting in most viewers. A value that the ledger holds as missing becomes "–".
 *
 * @param document A notebook (nbformat 4); it is not changed.
 * @param ledger The record of its run.
 * @throws {InterpolationError} when a marker is not closed or names nothing in the ledger; it names the cell.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const ledger = { rows: [{ id: "gap(beta=3)", value: 0.64812, status: "ok" } as never], verdict: null };
 * const cell = { cell_type: "markdown", source: "A gap of <!--= gap(beta=3) | 3 -->?<!--/-->.", metadata: {} };
 * const [written] = interpolate({ cells: [cell] }, ledger).cells;
 * assert.equal(written!.source, "A gap of <!--= gap(beta=3) | 3 -->0.648<!--/-->.");
 * ```
 */
export function interpolate<D extends ProseDocument>(document: D, ledger: Figures): D {
  const figure = ledgerFigures(ledger);
  const cells = document.cells.map((cell, index) => {
    if (cell.cell_type !== "markdown") return cell;
    const source = typeof cell.source === "string" ? cell.source : cell.source.join("");
    const { found, faults } = findInterpolations(source);
    if (faults.length > 0) throw new InterpolationError(index, faults[0]!);
    if (found.length === 0) return cell;
    let text = "", from = 0;
    for (const { expression, digits, start, end } of found) {
      const value = figure(expression);
      if (value === undefined) throw new InterpolationError(index, unknownExpression(expression, ledger));
      text += source.slice(from, start) + figureText(value, digits);
      from = end;
    }
    return { ...cell, source: stored(text + source.slice(from), cell) };
  });
  return { ...document, cells };
}

/** The text in the form in which the cell has its own. */
function stored(text: string, { source }: ProseCell): string | string[] {
  return typeof source === "string" ? text : text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
