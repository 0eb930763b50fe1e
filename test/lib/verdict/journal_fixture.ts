import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach } from "vitest";
import type { OpenLedger } from "../../../lib/verdict/run/open_ledger.ts";
import type { Preregistration } from "../../../lib/verdict/registration/preregistration.ts";
import { RUN_VARIABLE, type RunContext } from "../../../lib/verdict/run/run_context.ts";
import { startLedger } from "../../../lib/verdict/run/start_ledger.ts";
import { clause, prediction, registration } from "./fixtures.ts";

export const DIGEST = `sha256:${"ab".repeat(32)}`;
export const OTHER = `sha256:${"cd".repeat(32)}`;

/** A registration in the second form, with a sampling seed and a projection after half of the cells. */
export const plan: Preregistration = registration({
  schemaVersion: 2,
  measures: { gap: { unit: "1", range: [0, "Infinity"], plannedError: 0 } },
  seeds: { patterns: 5, chain: 7 },
  samplingSeeds: ["chain"],
  budget: { capSeconds: 60, projectionAt: 0.5 },
  predictions: [prediction(
    "P1",
    clause(4, { estimand: { measure: "gap", aggregate: "every" }, comparison: "<=", threshold: 1 }),
  )],
});

let folder: string;
let variable: string | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
  variable = process.env[RUN_VARIABLE];
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  if (variable === undefined) delete process.env[RUN_VARIABLE];
  else process.env[RUN_VARIABLE] = variable;
});

/** Where the journal of the test lies. */
export function journalPath(): string {
  return join(folder, "90-example.full.journal");
}

/** Opens a ledger as a runner has it opened that keeps a journal. */
export function openUnder(
  change: Partial<RunContext> = {},
  clock: () => number = () => 0,
  registered: Preregistration | null = plan,
): OpenLedger {
  const context: RunContext = {
    mode: "full",
    ledger: join(folder, "ledger.json"),
    experiment: "90-example",
    preregistrationDigest: DIGEST,
    journal: journalPath(),
    code: DIGEST,
    lock: DIGEST,
    notebook: DIGEST,
    ...change,
  };
  process.env[RUN_VARIABLE] = JSON.stringify(context);
  return startLedger({ registration: registered }, clock);
}

export const gap = (m: number, value = 1 / m) => ({ measure: "gap", params: { m }, value, unit: "1", n: 1 });

/**
 * A small experiment: rows by themselves, four cells of the grid with weights and inputs, the budget, another row.
 *
 * @returns the cells that were measured.
 */
export async function experiment(ledger: OpenLedger): Promise<number[]> {
  const measured: number[] = [];
  ledger.record({ measure: "spins", value: 4, unit: "spins", n: 1 });
  ledger.useWeights(DIGEST);
  for (const m of [4, 5, 6, 7]) {
    const ran = await ledger.cell({ m }, async () => {
      await Promise.resolve();
      ledger.useWeights(m % 2 === 0 ? DIGEST : OTHER);
      ledger.uses(`0${m}-other`, OTHER);
      ledger.record(gap(m, m === 7 ? 0.1 + 0.2 : 1 / m));
      ledger.record({ measure: "parity", params: { m }, value: "odd, “ä”", unit: "parity", n: 1 });
    });
    if (ran) measured.push(m);
    ledger.budget(m - 3, 4);
  }
  ledger.record({ measure: "bound", value: Infinity, unit: "1", n: 1 });
  return measured;
}
