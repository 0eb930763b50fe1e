import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { LedgerRow, PublishedLedger } from "../../../lib/verdict/mod.ts";
import { evaluate, readPublished } from "../../../lib/verdict/mod.ts";

const folder = new URL("../../../data/published/", import.meta.url);

export const publishedNames: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.slice(0, -".json".length))
  .sort();

export function publishedPath(name: string): string {
  return fileURLToPath(new URL(`${name}.json`, folder));
}

export function published(name: string): Promise<PublishedLedger> {
  return readPublished(publishedPath(name));
}

/** The verdict of every rule by its id, and the outcome. */
export function verdictsOf(
  { registration }: PublishedLedger,
  rows: readonly LedgerRow[],
): { rules: Record<string, string>; reasons: Record<string, string | null>; outcome: string } {
  const { predictions, gates, outcome } = evaluate(registration, rows, "full");
  const all = [...predictions, ...gates];
  return {
    rules: Object.fromEntries(all.map(({ id, verdict }) => [id, verdict])),
    reasons: Object.fromEntries(all.map(({ id, reason }) => [id, reason])),
    outcome,
  };
}

/** The rows with those that `pick` selects changed; at least one must be, so that no control passes by a slip of the pen. */
export function changed(
  rows: readonly LedgerRow[],
  pick: (row: LedgerRow) => boolean,
  change: (row: LedgerRow) => Partial<LedgerRow>,
): LedgerRow[] {
  if (!rows.some(pick)) throw new Error("The control changes no row");
  return rows.map((row) => pick(row) ? { ...row, ...change(row) } : row);
}
