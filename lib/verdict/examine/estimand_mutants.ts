import type { Aggregate, Estimand, Preregistration, Where } from "../registration/preregistration.ts";
import { measureDomain } from "./attainable.ts";
import { conditionMutants } from "./condition_mutants.ts";
import { isTexts } from "./domain.ts";
import { rowStep } from "./steps.ts";

/** An estimand that was altered. */
export interface AlteredEstimand {
  readonly description: string;
  readonly estimand: Estimand;
}

const SWAPPED: Readonly<Record<Exclude<Aggregate, "single">, Aggregate>> = {
  every: "median",
  max: "min",
  min: "max",
  median: "mean",
  mean: "median",
  count: "share",
  share: "count",
  spearman: "median",
};

/** An estimand with another aggregate, another scope, an altered condition, or its groups put together. */
export function* estimandMutants(
  registration: Preregistration,
  estimand: Estimand,
  rows: number,
): Generator<AlteredEstimand> {
  yield* scopes(estimand);
  const { by: _by, ...pooled } = estimand;
  if (estimand.by !== undefined) yield { description: `not by ${estimand.by.join(", ")}`, estimand: pooled };
  const { given, within, measure } = estimand;
  if (given !== undefined) {
    const { given: _, ...all } = estimand;
    yield { description: "no condition", estimand: all };
    const step = (bound: number): number => rowStep(registration, given.measure, bound);
    for (
      const { description, condition } of conditionMutants(given, measureDomain(registration, given.measure), step)
    ) {
      yield { description: `given: ${description}`, estimand: { ...estimand, given: { ...given, ...condition } } };
    }
  }
  if (within !== undefined) {
    const step = (bound: number): number => rowStep(registration, measure, bound);
    for (const { description, condition } of conditionMutants(within, measureDomain(registration, measure), step)) {
      yield { description: `within: ${description}`, estimand: { ...estimand, within: condition } };
    }
  }
  if (estimand.aggregate === "single") return;
  // Over one row all aggregates are the same, and texts have no other.
  if (rows === 1 || isTexts(measureDomain(registration, measure))) return;
  const aggregate = SWAPPED[estimand.aggregate];
  const { against: _against, ...unpaired } = estimand;
  yield { description: `${estimand.aggregate} becomes ${aggregate}`, estimand: { ...unpaired, aggregate } };
}

function* scopes(estimand: Estimand): Generator<AlteredEstimand> {
  const { where } = estimand;
  if (where === undefined) return;
  for (const [name, allowed] of Object.entries(where)) {
    const { [name]: _, ...rest } = where;
    yield { description: `not only ${name}=${JSON.stringify(allowed)}`, estimand: scoped(estimand, rest) };
    if (typeof allowed !== "object" || allowed.length < 2) continue;
    for (const value of allowed) {
      const others = { ...where, [name]: allowed.filter((other) => other !== value) };
      yield { description: `without ${name}=${JSON.stringify(value)}`, estimand: scoped(estimand, others) };
    }
  }
}

function scoped({ where: _, ...rest }: Estimand, where: Where): Estimand {
  return Object.keys(where).length === 0 ? rest : { ...rest, where };
}
