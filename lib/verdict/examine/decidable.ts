import type { Clause, Preregistration } from "../registration/preregistration.ts";
import { type Attainable, attainable, ends, measureDomain, verdictsWithin, within } from "./attainable.ts";
import type { Domain } from "./domain.ts";
import { isTexts } from "./domain.ts";
import { boundByOthers, same } from "./implied.ts";
import type { Refusal } from "./refused_rule_error.ts";
import { isEstimand } from "../evaluation/clause_threshold.ts";
import { clauseText, valueText } from "./rule_text.ts";
import { conditionsOf, isMeasureOnly, type Rule, ruledClauses, rulesOf } from "./rules.ts";
import { exampleRow } from "./example_row.ts";

type Finding = Pick<Refusal, "kind" | "witness"> & { readonly value?: number | string };

/**
 * The clauses that cannot fail, cannot pass or cannot be formed, by what the measures can be and by what the other
 * clauses of the rule, the gates and the rules before it demand already.
 */
export function undecidable(registration: Preregistration): Refusal[] {
  return rulesOf(registration).flatMap((rule) =>
    rule.clauses.flatMap((clause, i) => {
      if (isMeasureOnly(rule)) return [];
      const finding = undecidableClause(registration, rule, clause as Clause);
      if (finding === null) return [];
      const { kind, witness, value } = finding;
      const what = { "cannot-fail": "can never fail", "cannot-pass": "can never pass" }[kind as string] ??
        "can never be checked";
      return [{
        rule: rule.id,
        kind,
        statement: `clause ${i + 1}, ${clauseText(clause)}, ${what}`,
        witness,
        rows: value === undefined ? [] : [exampleRow(registration, clause.estimand, value)],
      }];
    })
  );
}

/**
 * Why these clauses cannot all hold on the same rows, or null where that cannot be shown.
 */
export function contradiction(registration: Preregistration, clauses: readonly Clause[]): string | null {
  for (const clause of clauses) {
    const others = clauses.filter((other) => other !== clause);
    const domain = boundByOthers(clause.estimand, measureDomain(registration, clause.estimand.measure), others);
    const finding = domain === null
      ? { kind: "cannot-pass", witness: `no value of ${clause.estimand.measure} is left` }
      : judge(registration, clause, domain, others);
    if (finding?.kind === "cannot-pass") return `${clauseText(clause)} beside the others: ${finding.witness}`;
  }
  return null;
}

function undecidableClause(registration: Preregistration, rule: Rule, clause: Clause): Finding | null {
  const { estimand } = clause;
  const domain = measureDomain(registration, estimand.measure);
  const alone = judge(registration, clause, domain, []);
  if (alone !== null) return alone;
  const same = rule.clauses.filter((other) => other !== clause) as Clause[];
  const others = [...same, ...ruledClauses(conditionsOf(registration, rule))];
  const left = boundByOthers(estimand, domain, others);
  if (left === null) {
    return { kind: "cannot-pass", witness: `beside the other clauses no value of ${estimand.measure} is left` };
  }
  const beside = judge(registration, clause, left, others);
  return beside === null ? null : { ...beside, witness: `where the other clauses hold, ${beside.witness}` };
}

function judge(
  registration: Preregistration,
  clause: Clause,
  domain: Domain,
  others: readonly Clause[],
): Finding | null {
  const { estimand, comparison, threshold, basis } = clause;
  const formed = attainable(registration, estimand, basis.full, domain);
  if ("reason" in formed) return { kind: "cannot-be-checked", witness: formed.reason };
  let range: Attainable | null = formed;
  for (const other of others) {
    if (range === null || isEstimand(other.threshold) || !same(other.estimand, estimand)) continue;
    range = within(range, other.comparison, other.threshold);
  }
  if (range === null) return { kind: "cannot-pass", witness: "no value is left" };
  if (isEstimand(threshold)) return againstEstimand(registration, clause, range);
  if (isTexts("domain" in range ? range.domain : []) !== (typeof threshold === "string") && "domain" in range) {
    return { kind: "cannot-be-checked", witness: "its rows and its threshold are not of one kind" };
  }
  const { canPass, canFail } = verdictsWithin(range, comparison, threshold);
  if (canPass && canFail) return null;
  return extreme(range, comparison, canPass);
}

function extreme(range: Attainable, comparison: string, passes: boolean): Finding {
  const kind = passes ? "cannot-fail" : "cannot-pass";
  const outcome = passes ? "which passes" : "which fails";
  const limits = ends(range);
  if (limits === null) {
    const texts = (range as { domain: readonly string[] }).domain;
    return {
      kind,
      witness: `the only values it can take are ${texts.map((text) => `"${text}"`).join(", ")}`,
      value: texts[0]!,
    };
  }
  const { lo, hi } = limits;
  if (lo === hi) return { kind, witness: `the only value it can take is ${valueText(lo)}, ${outcome}`, value: lo };
  if (comparison === "in" || comparison === "==") {
    const all = passes ? "pass" : "fail";
    return { kind, witness: `its values go from ${valueText(lo)} to ${valueText(hi)}, which all ${all}`, value: lo };
  }
  const least = (comparison === ">=" || comparison === ">") === passes;
  const value = least ? lo : hi;
  return {
    kind,
    witness: `the ${least ? "smallest" : "largest"} value it can take is ${valueText(value)}, ${outcome}`,
    value,
  };
}

function againstEstimand(registration: Preregistration, clause: Clause, range: Attainable): Finding | null {
  const { estimand, comparison, basis } = clause;
  const threshold = clause.threshold as typeof estimand;
  const formed = attainable(registration, threshold, basis.full, measureDomain(registration, threshold.measure));
  if ("reason" in formed) return { kind: "cannot-be-checked", witness: `threshold: ${formed.reason}` };
  const a = ends(range), b = ends(formed);
  if (a === null || b === null) {
    if (a !== b) return { kind: "cannot-be-checked", witness: "it and its threshold are not of one kind" };
    return null;
  }
  const equal = same(estimand, threshold);
  const least = equal ? 0 : a.lo - b.hi, most = equal ? 0 : a.hi - b.lo;
  // Infinite ends of equal sign leave the difference open to both sides.
  const difference = {
    domain: {
      lo: Number.isNaN(least) ? -Infinity : least,
      hi: Number.isNaN(most) ? Infinity : most,
      loOpen: false,
      hiOpen: false,
    },
  };
  const { canPass, canFail } = verdictsWithin(difference, comparison, 0);
  if (canPass && canFail) return null;
  const kind = canPass ? "cannot-fail" : "cannot-pass";
  return equal ? { kind, witness: "it is compared with itself" } : {
    kind,
    witness: `it goes from ${valueText(a.lo)} to ${valueText(a.hi)} and its threshold from ${valueText(b.lo)} to ${
      valueText(b.hi)
    }`,
  };
}
