import type { Clause, Estimand, Preregistration } from "../../../lib/verdict/mod.ts";
import { clause, prediction, registration } from "./fixtures.ts";

const anyNumber = { unit: "1", range: ["-Infinity", "Infinity"], plannedError: 0 } as const;

/** A registration of form 2; the measures `x`, `y` and `size` can be any number, `parity` is a text. */
export function formTwo(parts: Partial<Preregistration> = {}): Preregistration {
  return registration({
    schemaVersion: 2,
    measures: {
      x: anyNumber,
      y: anyNumber,
      size: anyNumber,
      parity: { unit: "parity", values: ["odd", "even"], plannedError: 0 },
    },
    predictions: [prediction("P1", bound({ aggregate: "every" }, 2))],
    outcomes: [{ token: "HOLDS", when: { P1: ["PASS"] } }],
    otherwise: "OPEN",
    ...parts,
  });
}

/** x ≤ 1 over `count` rows. */
export function bound(estimand: Omit<Estimand, "measure">, count: number, more: Partial<Clause> = {}): Clause {
  return {
    ...clause(count, { estimand: { measure: "x", ...estimand }, comparison: "<=", threshold: 1 }),
    ...more,
  };
}
