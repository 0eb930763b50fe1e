import type { OutcomeRow, Preregistration, Verdict } from "../registration/preregistration.ts";
import type { Refusal } from "./refused_rule_error.ts";
import { before, isMeasureOnly } from "./rules.ts";

/** More combinations than this are not enumerated. */
const MOST_COMBINATIONS = 1e6;

/** Verdicts by the id of the prediction. */
export type Verdicts = ReadonlyMap<string, Verdict>;

/** The verdicts that a prediction can bring to the decision table; HALT never reaches it. */
export function possibleVerdicts(registration: Pick<Preregistration, "predictions">, id: string): readonly Verdict[] {
  const prediction = registration.predictions.find((one) => one.id === id)!;
  return isMeasureOnly(prediction) ? ["MEASURED", "NOT-CHECKED"] : ["PASS", "FAIL", "NOT-CHECKED"];
}

/** Whether a row of the decision table matches. */
export function rowMatches({ when }: OutcomeRow, verdicts: Verdicts): boolean {
  return Object.entries(when).every(([id, allowed]) => allowed.includes(verdicts.get(id)!));
}

/**
 * What is wrong with the decision table over every combination of verdicts that the predictions can bring: rows that match
 * at once, combinations left over, rows that never match. A prediction that is read only after another is NOT-CHECKED
 * unless the other came out PASS or MEASURED.
 */
export function tableRefusals(registration: Preregistration): Refusal[] {
  const { outcomes, otherwise } = registration;
  const refusals: Refusal[] = [];
  const refuse = (statement: string, witness: string): void => {
    refusals.push({ rule: "outcomes", kind: "decision-table", statement, witness, rows: [] });
  };
  const tokens = [...outcomes.map((row) => row.token), ...(otherwise === null ? [] : [otherwise])];
  for (const token of new Set(tokens.filter((one, i) => tokens.indexOf(one) !== i))) {
    refuse(`the token "${token}" is used twice`, "one outcome could not be told from the other");
  }
  for (const row of outcomes) {
    for (const [id, allowed] of Object.entries(row.when)) {
      const possible = possibleVerdicts(registration, id);
      const impossible = allowed.find((verdict) => !possible.includes(verdict));
      if (impossible === undefined) continue;
      refuse(
        `the row "${row.token}" names ${impossible} for ${id}, which it never brings to the table`,
        `the verdicts of ${id} there are ${possible.join(", ")}`,
      );
    }
  }
  const ids = namedPredictions(registration);
  const count = ids.reduce((product, id) => product * possibleVerdicts(registration, id).length, 1);
  if (count > MOST_COMBINATIONS) {
    refuse(
      `the table is over ${ids.length} predictions, ${ids.join(", ")}, more than can be examined`,
      `${count} combinations where at most ${MOST_COMBINATIONS} are enumerated`,
    );
    return refusals;
  }
  const reached = new Set<OutcomeRow>();
  const overlaps = new Set<string>();
  let left: Verdicts | null = null;
  for (const verdicts of combinations(registration, ids)) {
    const matching = outcomes.filter((row) => rowMatches(row, verdicts));
    for (const row of matching) reached.add(row);
    if (matching.length === 0) left ??= verdicts;
    if (matching.length < 2) continue;
    const pair = matching.slice(0, 2).map((row) => `"${row.token}"`).join(" and ");
    if (!overlaps.has(pair)) refuse(`the rows ${pair} match at once`, combinationText(verdicts));
    overlaps.add(pair);
  }
  for (const row of outcomes) {
    if (!reached.has(row)) {
      refuse(`the row "${row.token}" never matches`, `none of the ${count} combinations reaches it`);
    }
  }
  if (otherwise === null && left !== null) {
    refuse("the table leaves something over and names no other outcome", combinationText(left));
  }
  return refusals;
}

/** Every combination of verdicts that can come before the table, of these predictions. */
export function* combinations(registration: Preregistration, ids: readonly string[]): Generator<Verdicts> {
  const choices = ids.map((id) => possibleVerdicts(registration, id));
  const after = ids.map((id) => registration.predictions.find((one) => one.id === id)!.after ?? []);
  const at = ids.map(() => 0);
  for (;;) {
    const verdicts = new Map(ids.map((id, i) => [id, choices[i]![at[i]!]!]));
    const held = (id: string): boolean => {
      const verdict = verdicts.get(id);
      return verdict === undefined || verdict === "PASS" || verdict === "MEASURED";
    };
    if (ids.every((id, i) => verdicts.get(id) === "NOT-CHECKED" || after[i]!.every(held))) yield verdicts;
    let digit = 0;
    while (digit < ids.length && ++at[digit]! === choices[digit]!.length) at[digit++] = 0;
    if (digit === ids.length) return;
  }
}

/** The predictions that the table names, and those that must come out before them. */
export function namedPredictions(registration: Preregistration): readonly string[] {
  const named = new Set(registration.outcomes.flatMap((row) => Object.keys(row.when)));
  const { predictions } = registration;
  for (const prediction of predictions.filter(({ id }) => named.has(id))) {
    for (const { id } of before(registration, prediction)) {
      if (predictions.some((one) => one.id === id)) named.add(id);
    }
  }
  return predictions.map(({ id }) => id).filter((id) => named.has(id));
}

function combinationText(verdicts: Verdicts): string {
  return [...verdicts].map(([id, verdict]) => `${id} ${verdict}`).join(", ");
}
