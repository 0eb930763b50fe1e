import { isRecord } from "../data/shape.ts";

/**
 * The fields of form 2 in a registration of form 1, one problem each; the parts may be of any shape.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const [problem] = formTwoFields({ budget: { projectionAt: 0.5 } });
 * assert.equal(problem, "budget.projectionAt: a field of form 2; set schemaVersion to 2");
 * ```
 */
export function formTwoFields(registration: Record<string, unknown>): string[] {
  const problems: string[] = [];
  const check = (part: unknown, path: string, fields: readonly string[]): void => {
    if (!isRecord(part)) return;
    for (const field of fields) {
      if (!Object.hasOwn(part, field)) continue;
      problems.push(`${path === "" ? "" : `${path}.`}${field}: a field of form 2; set schemaVersion to 2`);
    }
  };
  check(registration, "", ["samplingSeeds", "measures", "crossings"]);
  check(registration.budget, "budget", ["projectionAt"]);
  for (const part of ["predictions", "gates"] as const) {
    listOf(registration[part]).forEach((rule, i) => {
      const path = `${part}[${i}]`;
      check(rule, path, ["caution", "after"]);
      if (!isRecord(rule)) return;
      listOf(rule.clauses).forEach((clause, j) => {
        const place = `${path}.clauses[${j}]`;
        check(clause, place, ["requires"]);
        if (!isRecord(clause)) return;
        check(clause.estimand, `${place}.estimand`, ["by"]);
        check(clause.threshold, `${place}.threshold`, ["by"]);
        check(clause.basis, `${place}.basis`, ["per"]);
      });
    });
  }
  if (registration.otherwise === null) problems.push("otherwise: null is of form 2; set schemaVersion to 2");
  return problems;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
