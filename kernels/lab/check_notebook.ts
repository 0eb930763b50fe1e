import { existsSync } from "node:fs";
import { InputError } from "../../lib/errors.ts";
import {
  compareReexecution,
  type Evaluation,
  findPreregistration,
  type FoundPreregistration,
  type Ledger,
  readLedger,
} from "../../lib/verdict/mod.ts";
import type { NotebookDocument } from "../runner/mod.ts";
import { frozenFindings } from "./check_frozen.ts";
import { inputProblems } from "./check_inputs.ts";
import { displayProblems, isUnexecuted, outputProblems } from "./check_outputs.ts";
import { checkProse } from "./check_prose.ts";
import { recordFindings } from "./check_record.ts";
import { executeExperiment, type ExecutionPlan } from "./execute_experiment.ts";
import { type Findings, joined, type NotChecked } from "./findings.ts";
import { type NotebookPlace, shortPath } from "./find_notebooks.ts";
import { freezePath, recordPath } from "./repository.ts";

/** What became of one notebook's check. */
export interface NotebookCheck {
  readonly name: string;
  /** `fails` with at least one problem, else `not-checked` with at least one part that could not be checked. */
  readonly status: "holds" | "fails" | "not-checked";
  /** Whether a registration is neither frozen nor answered by results yet, so that there is nothing to hold it to. */
  readonly draft: boolean;
  /** The recorded verdict, `null` where there is none. */
  readonly verdict: Evaluation | null;
  /** Each names the cell, the rule or the number. */
  readonly problems: readonly string[];
  /** What could not be checked, and why. */
  readonly notChecked: readonly NotChecked[];
}

/** How a notebook is run again. */
export interface Rerun {
  readonly plan: ExecutionPlan;
  /** Takes what was compared, in one sentence. */
  readonly onNote: (text: string) => void;
}

/**
 * Checks one notebook: its outputs, its pre-registration against the freeze record and the history, the recorded ledger
 * and verdict, the numbers in its prose, what it has read, and, with a plan, a run in quick mode.
 *
 * @param place Where the notebook is.
 * @param document The notebook.
 * @param rerun How to run it, `null` to leave that out.
 * @param cellProblems What is wrong with its cells as code.
 */
export async function checkNotebook(
  place: NotebookPlace,
  document: NotebookDocument,
  rerun: Rerun | null,
  cellProblems: readonly string[] = [],
): Promise<NotebookCheck> {
  const recordedAt = recordPath(place.path, "full"), recorded = existsSync(recordedAt);
  const found = await attempt(() => findPreregistration(document));
  const ledger = recorded ? await attempt(() => readLedger(recordedAt)) : { value: null };
  const parts: Findings[] = [found, ledger].flatMap((part) => "problem" in part ? [problem(part.problem)] : []);
  const preregistration = "value" in found ? found.value : null;
  const record = "value" in ledger ? ledger.value : null;

  parts.push({ problems: cellProblems, notChecked: [] });
  if (recorded || !isUnexecuted(document)) {
    parts.push({ problems: outputProblems(document, record?.verdict?.outcome === "HALT"), notChecked: [] });
  }
  const draft = preregistration !== null && !recorded && isUnexecuted(document) && !existsSync(freezePath(place.path));
  if (preregistration !== null && !recorded && !draft) {
    const message = `there is no recorded ledger "${shortPath(recordedAt)}"; lab run --mode full --record makes one`;
    parts.push({ problems: [], notChecked: [{ id: "record", message }] });
  }
  if (!draft) parts.push(await frozenFindings({ path: place.path, document, found: preregistration, ledger: record }));
  if (record !== null) {
    parts.push({ problems: displayProblems(document, record.displays), notChecked: [] });
    if ("value" in found) parts.push(recordFindings(record, preregistration));
    parts.push(proseFindings(document, record));
    parts.push({ problems: await inputProblems(place.path, record.inputs), notChecked: [] });
  }
  if (rerun !== null && "value" in found) {
    parts.push({ problems: await rerunProblems(place, document, preregistration, record, rerun), notChecked: [] });
  }
  const { problems, notChecked } = joined(parts);
  const status = problems.length > 0 ? "fails" : notChecked.length > 0 ? "not-checked" : "holds";
  return { name: place.name, status, draft, verdict: record?.verdict ?? null, problems, notChecked };
}

function problem(message: string): Findings {
  return { problems: [message], notChecked: [] };
}

function proseFindings(document: NotebookDocument, ledger: Ledger): Findings {
  const { problems, missing } = checkProse(document, ledger);
  return { problems, notChecked: missing === null ? [] : [{ id: "prose", message: missing }] };
}

async function rerunProblems(
  place: NotebookPlace,
  document: NotebookDocument,
  preregistration: FoundPreregistration | null,
  recorded: Ledger | null,
  { plan, onNote }: Rerun,
): Promise<string[]> {
  const { failure, ledger } = await executeExperiment({ ...place, document, preregistration }, plan);
  const newSeeds = plan.seeds !== undefined;
  const what = `re-execution in ${plan.mode} mode${newSeeds ? ` with the seeds ${JSON.stringify(plan.seeds)}` : ""}`;
  if (failure !== null) return [`${what}: ${failure}`];
  if (recorded === null || ledger === null) return [];
  const { compared, sampled, problems } = compareReexecution(recorded, ledger, { newSeeds });
  onNote(
    newSeeds
      ? `${what}: ${compared} rows compared, ${sampled} of them within their Monte-Carlo error`
      : `${what}: ${compared} rows compared bit for bit`,
  );
  return problems.map((text) => `${what}: ${text}`);
}

async function attempt<T>(read: () => T | Promise<T>): Promise<{ value: T } | { problem: string }> {
  try {
    return { value: await read() };
  } catch (error) {
    if (error instanceof InputError) return { problem: error.message };
    throw error;
  }
}
