import type { Ledger, SealedNumber } from "../ledger/ledger.ts";
import { alignBlocks } from "./align_blocks.ts";
import { blockProblems, type SealedBlock } from "./block_problems.ts";
import { ledgerFigures, unknownExpression } from "./ledger_figure.ts";
import { proseBlocks } from "./prose_blocks.ts";
import type { ProseDocument } from "./prose_document.ts";

/** What became of the numbers in a notebook's prose. */
export interface ProseCheck {
  /** One sentence per number that drifted, with its cell. */
  readonly problems: readonly string[];
  /** False for a ledger that has no list of sealed numbers; then only interpolated ones could be compared. */
  readonly sealed: boolean;
}

/**
 * Compares the numbers of a notebook's prose with those that were sealed when it was recorded, and the interpolated ones
 * with the ledger's rows as well. A number that was added or taken away is named without blaming those behind it; the
 * form of the file (indentation, line ends, texts as lists) counts for nothing.
 *
 * @param document The notebook (nbformat 4).
 * @param ledger Its record, with the list that {@link sealProse} made.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const prose = [{ cell: 0, output: null, index: 0, text: "0.648", source: null, row: null }];
 * const cell = { cell_type: "markdown", source: "A gap of 0.649 per sweep", metadata: {} };
 * assert.deepEqual(proseProblems({ cells: [cell] }, { rows: [], verdict: null, prose }).problems, [
 *   'cell 1 (markdown), number 1: "0.649" stands where "0.648" was sealed (… A gap of 0.649 per sweep …)',
 * ]);
 * ```
 */
export function proseProblems(
  document: ProseDocument,
  ledger: Pick<Ledger, "rows" | "verdict" | "prose">,
): ProseCheck {
  const figure = ledgerFigures(ledger);
  const figures = { figure, unknown: (expression: string) => unknownExpression(expression, ledger) };
  const present = proseBlocks(document);
  if (ledger.prose === undefined) {
    return { problems: present.flatMap((block) => blockProblems(null, block, figures)), sealed: false };
  }
  const pairs = alignBlocks(sealedBlocks(ledger.prose), present);
  const problems = pairs.flatMap(([sealed, block]) => {
    if (block === null) return blockProblems(sealed, { ...sealed!, numbers: [], faults: [] }, figures);
    return blockProblems(sealed ?? { ...block, numbers: [] }, block, figures);
  });
  return { problems, sealed: true };
}

/** The sealed numbers, text by text, in the order of the notebook. */
function sealedBlocks(prose: readonly SealedNumber[]): SealedBlock[] {
  const blocks = new Map<string, SealedNumber[]>();
  for (const number of prose) {
    const key = `${number.cell} ${number.output}`;
    const block = blocks.get(key);
    if (block === undefined) blocks.set(key, [number]);
    else block.push(number);
  }
  return [...blocks.values()]
    .map((numbers) => numbers.sort((a, b) => a.index - b.index))
    .map((numbers) => ({ cell: numbers[0]!.cell, output: numbers[0]!.output, source: numbers[0]!.source, numbers }))
    .sort((a, b) => a.cell - b.cell || (a.output ?? -1) - (b.output ?? -1));
}
