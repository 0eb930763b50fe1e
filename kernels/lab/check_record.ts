import canonicalize from "canonicalize";
import {
  compareEvaluations,
  evaluate,
  type Evaluation,
  type FoundPreregistration,
  type Ledger,
  rowsDigest,
  type RuleEvaluation,
} from "../../lib/verdict/mod.ts";
import type { Findings, NotChecked } from "./findings.ts";

/**
 * What is wrong between a notebook's pre-registration and its recorded ledger: both must hold the same registration
 * under the same digest, the rows must be those that were recorded, and the recorded verdict must follow from them. A rule
 * that was decided and whose rows are no longer there is not checked.
 *
 * @param ledger The recorded ledger.
 * @param found The notebook's pre-registration, `null` where it has none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const ledger = { mode: "full", preregistration: null, verdict: null } as never;
 * assert.deepEqual(recordFindings(ledger, null), { problems: [], notChecked: [] });
 * assert.deepEqual(recordFindings({ mode: "quick", preregistration: null, verdict: null } as never, null).problems, [
 *   'ledger: its mode is "quick", a record is "full"',
 * ]);
 * ```
 */
export function recordFindings(ledger: Ledger, found: FoundPreregistration | null): Findings {
  const problems: string[] = [];
  if (ledger.mode !== "full") problems.push(`ledger: its mode is "${ledger.mode}", a record is "full"`);
  const recorded = ledger.preregistration;
  if (found === null || recorded === null) {
    if (found !== null) problems.push("ledger: it answers no registration, but the notebook has one");
    if (recorded !== null) problems.push("ledger: it answers a registration, but no cell is tagged preregistration");
    return { problems, notChecked: [] };
  }
  problems.push(...registrationProblems(ledger, recorded, found));
  if (ledger.verdict === null) return { problems: [...problems, "ledger: it has no verdict"], notChecked: [] };
  // Its own registration is the question that the rows answer; a changed cell has been told above.
  const recomputed = evaluate(recorded.registration, ledger.rows, ledger.mode);
  const lost = lostRules(ledger.verdict, recomputed);
  const notChecked: NotChecked[] = lost.map(({ id, reason, was }) => ({
    id: "metric",
    message: `${id} is NOT CHECKED: ${reason}; recorded is ${was}`,
  }));
  const differences = compareEvaluations(ledger.verdict, recomputed);
  if (notChecked.length === 0) {
    problems.push(...differences.map(({ message }) => message));
    if (ledger.rowsDigest !== undefined && ledger.rowsDigest !== rowsDigest(ledger.rows)) {
      problems.push("ledger: its rows are not those that were recorded, their digest differs; restore the file");
    }
  } else {
    // A lost gate takes the predictions with it, a lost prediction the outcome: only what was decided counts here.
    const undecided = new Set(
      rulesOf(recomputed).filter(({ verdict }) => verdict === "NOT-CHECKED").map(({ id }) => id),
    );
    problems.push(
      ...differences.filter(({ id }) => id !== null && !undecided.has(id)).map(({ message }) => message),
    );
  }
  return { problems, notChecked };
}

function registrationProblems(
  ledger: Ledger,
  recorded: NonNullable<Ledger["preregistration"]>,
  found: FoundPreregistration,
): string[] {
  const problems: string[] = [];
  const cell = `cell ${found.links.at(-1)!.cell + 1} (pre-registration)`;
  if (recorded.digest !== found.digest) {
    problems.push(`${cell}: its digest is ${found.digest}, the ledger has ${recorded.digest}`);
  }
  if (canonicalize(recorded.registration) !== canonicalize(found.registration)) {
    problems.push(`${cell}: its registration is not the one in the ledger`);
  }
  if (canonicalize(ledger.seeds) !== canonicalize(found.registration.seeds)) {
    problems.push(`${cell}: its seeds are ${text(found.registration.seeds)}, the ledger has ${text(ledger.seeds)}`);
  }
  return problems;
}

/** Rules that were decided when they were recorded, and of which rows are missing now. */
function lostRules(recorded: Evaluation, recomputed: Evaluation): { id: string; reason: string; was: string }[] {
  const before = new Map(rulesOf(recorded).map((rule) => [rule.id, rule.verdict]));
  return rulesOf(recomputed).flatMap((rule) => {
    const was = before.get(rule.id);
    const reason = missingRows(rule);
    if (rule.verdict !== "NOT-CHECKED" || reason === null || was === undefined || was === "NOT-CHECKED") return [];
    return [{ id: rule.id, reason, was }];
  });
}

function missingRows(rule: RuleEvaluation): string | null {
  const clause = rule.clauses.find(({ verdict, reason }) =>
    verdict === "NOT-CHECKED" && reason !== null &&
    /\b\d+ of \d+ rows of |^(threshold: )?row .* is missing/.test(reason)
  );
  return clause?.reason ?? null;
}

function rulesOf(evaluation: Evaluation): readonly RuleEvaluation[] {
  return [...evaluation.gates, ...evaluation.predictions];
}

function text(value: unknown): string {
  return canonicalize(value) ?? "nothing";
}
