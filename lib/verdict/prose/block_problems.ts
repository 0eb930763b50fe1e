import type { EncodedValue } from "../data/encoded_value.ts";
import { align } from "./align.ts";
import { figureText } from "./figure_text.ts";
import type { ProseBlock } from "./prose_blocks.ts";
import type { ProseNumber } from "./prose_numbers.ts";
import type { SealedNumber } from "../ledger/ledger.ts";

/** The numbers of one text as they were sealed, in order. */
export interface SealedBlock {
  readonly cell: number;
  readonly output: number | null;
  readonly source: string | null;
  readonly numbers: readonly SealedNumber[];
}

/** What the ledger says. */
export interface FigureLookup {
  /** The value of an expression; undefined for one that the ledger does not know. */
  readonly figure: (expression: string) => EncodedValue | null | undefined;
  /** What to say of such an expression. */
  readonly unknown: (expression: string) => string;
}

/**
 * What drifted in one text.
 *
 * @param sealed What was sealed; null where nothing ever was.
 * @returns One sentence per number, in the order of the text.
 */
export function blockProblems(sealed: SealedBlock | null, block: ProseBlock, figures: FigureLookup): string[] {
  const place = block.output === null
    ? `cell ${block.cell + 1} (markdown)`
    : `cell ${block.cell + 1}, output ${block.output + 1}`;
  const problems = block.faults.map((fault) => `${place}: ${fault}`);
  const drifts = new Map<number, string>();
  for (const number of block.numbers) {
    const problem = ledgerProblem(number, figures);
    if (problem !== null) drifts.set(number.index, problem);
  }
  const sentence = (index: number, problem: string) => `${place}, number ${index + 1}: ${problem}`;
  if (sealed === null) return [...problems, ...Array.from(drifts, ([index, problem]) => sentence(index, problem))];
  if (sealed.numbers.length > 0 && block.numbers.length > 0 && sealed.source !== block.source) {
    problems.push(`${place}: its figures are said to be from ${said(block.source)}, sealed was ${said(sealed.source)}`);
  }
  for (const [i, j] of pairs(sealed.numbers, block.numbers)) {
    const was = i === null ? null : sealed.numbers[i]!, is = j === null ? null : block.numbers[j]!;
    if (is === null) {
      problems.push(`${place}: "${was!.text}", number ${was!.index + 1} when it was sealed, is gone`);
      continue;
    }
    const problem = drifts.get(is.index) ?? sealProblem(was, is);
    if (problem !== null) problems.push(sentence(is.index, problem));
  }
  return problems;
}

function pairs(sealed: readonly SealedNumber[], present: readonly ProseNumber[]) {
  const same = (i: number, j: number) =>
    sealed[i]!.text === present[j]!.text && sealed[i]!.row === expressionOf(present[j]!);
  return align([sealed.length, present.length], same, (i, j) => same(i, j) ? 2 : 1);
}

function ledgerProblem(
  { context, interpolation }: ProseNumber,
  { figure, unknown }: FigureLookup,
): string | null {
  if (interpolation === null) return null;
  const value = figure(interpolation.expression);
  if (value === undefined) return unknown(interpolation.expression);
  const wanted = figureText(value, interpolation.digits), shown = interpolation.value.trim();
  if (shown === wanted) return null;
  return `"${shown}" stands where the ledger gives ${wanted} for ${interpolation.expression} (… ${context} …)`;
}

function sealProblem(was: SealedNumber | null, is: ProseNumber): string | null {
  const { text, context } = is;
  if (was === null) return `"${text}" was not there when the numbers were sealed (… ${context} …)`;
  if (was.text !== text) return `"${text}" stands where "${was.text}" was sealed (… ${context} …)`;
  const row = expressionOf(is);
  if (was.row === row) return null;
  return `"${text}" ${row === null ? "is not interpolated" : `is interpolated from ${row}`}, ` +
    `it was sealed ${was.row === null ? "as a number of its own" : `as ${was.row}`} (… ${context} …)`;
}

function expressionOf({ interpolation }: ProseNumber): string | null {
  return interpolation?.expression ?? null;
}

function said(source: string | null): string {
  return source === null ? "nowhere" : JSON.stringify(source);
}
