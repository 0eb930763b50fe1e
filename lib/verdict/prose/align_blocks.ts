import { align } from "./align.ts";

/** What tells texts apart: their place and the numbers in them. */
interface Block {
  readonly cell: number;
  readonly output: number | null;
  readonly numbers: readonly { readonly text: string }[];
}

/**
 * Which of today's texts is which of the sealed ones, so that a cell that was put in does not shift the blame to all
 * behind it. A markdown cell is never paired with an output.
 *
 * @returns In order; a text without counterpart stands beside null.
 */
export function alignBlocks<S extends Block, P extends Block>(
  sealed: readonly S[],
  present: readonly P[],
): (readonly [S | null, P | null])[] {
  const keys = [sealed, present].map((blocks) => blocks.map(keyOf)) as [string[], string[]];
  const pairs = align(
    [sealed.length, present.length],
    (i, j) => keys[0][i] === keys[1][j],
    (i, j) => likeness(sealed[i]!, present[j]!),
  );
  return pairs.map(([i, j]) => [i === null ? null : sealed[i]!, j === null ? null : present[j]!]);
}

function isOutput(block: Block): boolean {
  return block.output !== null;
}

function keyOf(block: Block): string {
  return JSON.stringify([isOutput(block), block.numbers.map(({ text }) => text)]);
}

/** From 0 (cannot be the same text) to 1: mostly the share of common numbers, and a little for standing at the same place. */
function likeness(a: Block, b: Block): number {
  if (isOutput(a) !== isOutput(b)) return 0;
  const counts = new Map<string, number>();
  for (const { text } of a.numbers) counts.set(text, (counts.get(text) ?? 0) + 1);
  let common = 0;
  for (const { text } of b.numbers) {
    const left = counts.get(text) ?? 0;
    if (left > 0) common++;
    counts.set(text, left - 1);
  }
  const share = 2 * common / Math.max(1, a.numbers.length + b.numbers.length);
  return 0.05 + 0.05 * Number(a.cell === b.cell && a.output === b.output) + 0.9 * share;
}
