import { createHash } from "node:crypto";
import { join } from "node:path";
import process from "node:process";
import { InputError } from "../../errors.ts";
import { BUDGET_DECISION, type BudgetDecision, budgetProjection, PROJECTED_SECONDS } from "./budget_projection.ts";
import { BudgetHaltError } from "./budget_halt_error.ts";
import { cellId } from "./cell_id.ts";
import { effectiveSeeds } from "../registration/effective_seeds.ts";
import { evaluate } from "../evaluation/evaluate.ts";
import { type Collected, GridCells } from "./grid_cells.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import { writeLedger } from "../ledger/ledger_file.ts";
import { checkLedger } from "../ledger/ledger_text.ts";
import type { LedgerOptions, OpenLedger } from "./open_ledger.ts";
import { checkPreregistration } from "../registration/preregister.ts";
import type { RunMode } from "../registration/preregistration.ts";
import { withInput } from "./read_inputs.ts";
import { RecordedRows } from "./recorded_rows.ts";
import { makeRow } from "../ledger/recording.ts";
import { rowsDigest } from "../ledger/rows_digest.ts";
import { RUN_VARIABLE, type RunContext, runContext } from "./run_context.ts";
import { openRunJournal, runHeader } from "./run_journal.ts";
import { SweepCells } from "./sweep_cells.ts";

/**
 * {@link createLedger} on a clock of the caller's.
 *
 * @param clock seconds since any moment.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(startLedger({ registration: null }, () => 0).mode, "quick");
 * ```
 */
export function startLedger(options: LedgerOptions, clock: () => number): OpenLedger {
  const registration = options.registration === null ? null : checkPreregistration(options.registration);
  const context = runContext(registration?.experiment);
  const experiment = registration?.experiment ?? context.experiment;
  const mode = runMode(options.mode, context);
  const path = options.path ??
    (mode === context.mode ? context.ledger : join("out", `${experiment}.${mode}.json`));
  const seeds = effectiveSeeds(registration ?? { seeds: options.seeds ?? {} }, context.seeds);
  const started = new Date(), startedClock = clock();
  const { journal: _, sweep: __, ...unkept } = context;
  // A ledger of the notebook's own beside the runner's is no part of the run's record.
  const kept: RunContext = path === context.ledger ? context : unkept;
  const run = { experiment, seeds, startedAt: started.toISOString() };
  const journal = openRunJournal(kept, run);
  const { resumption } = journal;
  const sweep = kept.sweep === undefined ? null : new SweepCells(kept.sweep, runHeader(kept, run));
  const elapsed = () => resumption.elapsed + (sweep?.seconds ?? 0) + clock() - startedClock;
  const collected: Collected = { rows: new RecordedRows(), weights: [], inputs: [] };
  const { rows } = collected;
  const cells = new GridCells(collected, journal, elapsed, sweep);
  let decision: BudgetDecision | null = null;

  const keep = (row: LedgerRow): LedgerRow => {
    rows.refuseTwice(row.id);
    if (!resumption.has(row, cells.open) && cells.open === null) {
      journal.append({ kind: "row", elapsed: elapsed(), row });
    }
    return rows.add(row);
  };

  const ledger: OpenLedger = {
    mode,
    path,
    get rows() {
      sweep?.refuseGaps("Reading the rows");
      return rows.rows;
    },
    seeds,
    seed(name) {
      if (Object.hasOwn(seeds, name)) return seeds[name]!;
      const known = Object.keys(seeds).join(", ") || "none";
      throw new InputError(`Reading the seed ${JSON.stringify(name)} failed: the run has ${known}`);
    },
    record(recording) {
      const row = makeRow(recording);
      if (registration?.budget.projectionAt !== undefined && isProjection(row)) {
        throw new InputError(`Recording ${row.id} failed: only the projection of the budget gives it; call budget()`);
      }
      return keep(row);
    },
    async cell(params, measure) {
      return await cells.run(cellId(params), measure);
    },
    budget(done, total) {
      cells.refuseInside("Projecting the budget");
      // Only who has all cells so far knows what the run takes.
      if (sweep !== null && (sweep.isWorker || sweep.hasGaps)) return null;
      const recordings = budgetProjection(registration?.budget ?? null, { done, total, elapsedSeconds: elapsed() });
      if (recordings === null || mode === "quick" || decision !== null) return decision;
      const made = resumption.budget?.rows ?? recordings.map(makeRow);
      if (resumption.budget === null) journal.append({ kind: "budget", elapsed: elapsed(), rows: made }, true);
      for (const row of made) rows.add(row);
      decision = rows.value(BUDGET_DECISION, {}) as BudgetDecision;
      return decision;
    },
    async proceed(done, total) {
      if (ledger.budget(done, total) !== "HALT") return;
      await ledger.save();
      throw new BudgetHaltError(
        `The run halts as registered: ${rows.value(PROJECTED_SECONDS, {})} s are projected, the cap is ` +
          `${registration!.budget.capSeconds} s; the ledger is saved`,
      );
    },
    useWeights(digest) {
      if (!/^sha256:[0-9a-f]{64}$/.test(digest)) {
        throw new InputError(`Noting the weights "${digest}" failed: give what weightsDigest(model) returns`);
      }
      collected.weights = [...collected.weights, digest];
    },
    uses(name, digest) {
      collected.inputs = withInput(collected.inputs, { experiment: name, digest });
    },
    value(measure, where) {
      // Where there is one row, the whole run has that one, or refuses to choose.
      if (rows.matching(measure, where).length !== 1) sweep?.refuseGaps(`Reading ${JSON.stringify(measure)}`);
      return rows.value(measure, where);
    },
    values(measure, where) {
      sweep?.refuseGaps(`Reading ${JSON.stringify(measure)}`);
      return rows.values(measure, where);
    },
    evaluate() {
      sweep?.refuseGaps("Evaluating the ledger", true);
      if (registration === null) {
        throw new InputError("Evaluating the ledger failed: it was opened without a registration");
      }
      return evaluate(registration, rows.rows, mode);
    },
    async save() {
      cells.refuseInside("Saving the ledger");
      sweep?.refuseGaps("Saving the ledger", true);
      const saved = checkLedger({
        schemaVersion: 1,
        experiment,
        mode,
        preregistration: registration === null ? null : { digest: context.preregistrationDigest, registration },
        digests: { code: null, lock: null, weights: combinedDigest(collected.weights) },
        seeds,
        device: null,
        versions: runtimeVersions(),
        startedAt: journal.startedAt,
        finishedAt: new Date().toISOString(),
        rows: rows.rows,
        rowsDigest: rowsDigest(rows.rows),
        ...(collected.inputs.length === 0 ? {} : { inputs: collected.inputs }),
        displays: [],
        timings: [],
        totals: { seconds: elapsed() },
        verdict: registration === null ? null : evaluate(registration, rows.rows, mode),
      });
      await writeLedger(path, saved);
      return saved;
    },
  };
  return ledger;
}

function isProjection({ measure }: LedgerRow): boolean {
  return measure === BUDGET_DECISION || measure === PROJECTED_SECONDS;
}

function combinedDigest(digests: readonly string[]): string | null {
  if (digests.length <= 1) return digests[0] ?? null;
  return `sha256:${createHash("sha256").update(digests.join("\n")).digest("hex")}`;
}

function runMode(asked: RunMode | undefined, context: RunContext): RunMode {
  if (asked === undefined || asked === context.mode) return context.mode;
  if (!process.env[RUN_VARIABLE]) return asked;
  throw new InputError(
    `Opening the ledger failed: the notebook asks for mode "${asked}", but the run is "${context.mode}"; leave mode out`,
  );
}

function runtimeVersions(): Record<string, string> {
  const { deno, node, v8 } = process.versions as Record<string, string | undefined>;
  return { ...(deno === undefined ? { node: node! } : { deno }), ...(v8 === undefined ? {} : { v8 }) };
}
