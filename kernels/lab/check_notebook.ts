import { existsSync } from "node:fs";
import { InputError } from "../../lib/errors.ts";
import {
  type Evaluation,
  findPreregistration,
  type FoundPreregistration,
  type Ledger,
  readLedger,
} from "../../lib/verdict/mod.ts";
import type { NotebookDocument } from "../runner/mod.ts";
import { displayProblems, isUnexecuted, outputProblems } from "./check_outputs.ts";
import { quickProblems, recordProblems } from "./check_record.ts";
import { executeExperiment, type ExecutionPlan } from "./execute_experiment.ts";
import { type NotebookPlace, shortPath } from "./find_notebooks.ts";
import { recordPath } from "./repository.ts";

/** What became of one notebook's check. */
export interface NotebookCheck {
  readonly name: string;
  /** `fails` with at least one problem; `not-checked` when a pre-registration has no recorded ledger yet. */
  readonly status: "holds" | "fails" | "not-checked";
  /** The recorded verdict, `null` where there is none. */
  readonly verdict: Evaluation | null;
  /** Each names the cell, the rule or the number. */
  readonly problems: readonly string[];
  /** Why nothing was checked, else `null`. */
  readonly missing: string | null;
}

/**
 * Checks one notebook: its outputs, its pre-registration against the recorded ledger, the recorded verdict against the
 * rows, and, with a plan, a run in quick mode.
 *
 * @param place Where the notebook is.
 * @param document The notebook.
 * @param rerun How to run it, `null` to leave that out.
 */
export async function checkNotebook(
  place: NotebookPlace,
  document: NotebookDocument,
  rerun: ExecutionPlan | null,
): Promise<NotebookCheck> {
  const problems: string[] = [];
  const kept = <T>(found: { value: T } | { problem: string }): T | null => {
    if ("value" in found) return found.value;
    problems.push(found.problem);
    return null;
  };
  const recordedAt = recordPath(place.path, "full");
  const found = await attempt(() => findPreregistration(document));
  const preregistration = kept(found);
  const recorded = existsSync(recordedAt);
  const ledger = recorded ? kept(await attempt(() => readLedger(recordedAt))) : null;

  if (recorded || !isUnexecuted(document)) problems.push(...outputProblems(document));
  if (ledger !== null) {
    problems.push(...displayProblems(document, ledger.displays));
    if ("value" in found) problems.push(...recordProblems(ledger, preregistration));
  }
  if (rerun !== null && "value" in found) {
    problems.push(...await rerunProblems(place, document, preregistration, ledger, rerun));
  }
  const missing = preregistration !== null && !recorded
    ? `there is no recorded ledger "${shortPath(recordedAt)}"; lab run --mode full --record makes one`
    : null;
  const status = problems.length > 0 ? "fails" : missing !== null ? "not-checked" : "holds";
  return { name: place.name, status, verdict: ledger?.verdict ?? null, problems, missing };
}

async function rerunProblems(
  place: NotebookPlace,
  document: NotebookDocument,
  preregistration: FoundPreregistration | null,
  recorded: Ledger | null,
  plan: ExecutionPlan,
): Promise<string[]> {
  const { failure, ledger } = await executeExperiment({ ...place, document, preregistration }, plan);
  if (failure !== null) return [`re-execution in ${plan.mode} mode: ${failure}`];
  return recorded?.verdict && ledger?.verdict ? quickProblems(recorded.verdict, ledger.verdict) : [];
}

async function attempt<T>(read: () => T | Promise<T>): Promise<{ value: T } | { problem: string }> {
  try {
    return { value: await read() };
  } catch (error) {
    if (error instanceof InputError) return { problem: error.message };
    throw error;
  }
}
