import type { Preregistration } from "../../../../lib/verdict/mod.ts";
import { gate, prediction, registration } from "../fixtures.ts";

const atCrossings = { checkpoint: ["c50", "c25"] } as const;

/** A registration that uses everything that form 2 knows, after experiments 3, 9 and 12. */
export function rich(parts: Partial<Preregistration> = {}): Preregistration {
  return registration({
    schemaVersion: 2,
    grid: { K: [100, 1000], t: [500, 2000] },
    budget: { capSeconds: 60, projectionAt: 0.5 },
    crossings: { parameter: "checkpoint", registered: ["c50", "c25"] },
    measures: {
      quotient: { unit: "1", range: [0, "Infinity"], plannedError: 0.1 },
      change: { unit: "1", range: [0, 1], plannedError: 0.01 },
      tau: { unit: "sweeps", range: [0, "Infinity"], plannedError: 1 },
      slowdown: { unit: "1", range: [1, "Infinity"], plannedError: 0 },
      gapInverse: { unit: "sweeps", range: [1, "Infinity"], plannedError: 0 },
      events: { unit: "1", range: [0, 64], plannedError: 0 },
      share: { unit: "1", range: [0, 2], plannedError: 0.02 },
      parity: { unit: "parity", values: ["odd", "even", "none"], plannedError: 0 },
      residual: { unit: "1", range: [0, "Infinity"], plannedError: 0 },
    },
    predictions: [
      prediction(
        "P2",
        {
          estimand: { measure: "quotient", where: atCrossings, aggregate: "median" },
          comparison: ">=",
          threshold: 1.5,
          basis: { full: 8, quick: null, per: ["arm"] },
        },
        {
          estimand: {
            measure: "quotient",
            where: atCrossings,
            aggregate: "count",
            within: { comparison: ">", threshold: 1 },
          },
          comparison: ">=",
          threshold: 6,
          basis: { full: 8, quick: null, per: ["arm"] },
        },
      ),
      prediction("A6", {
        estimand: { measure: "change", where: atCrossings, aggregate: "max" },
        comparison: "<",
        threshold: 0.15,
        basis: { full: 4, quick: null },
        requires: ["reference"],
      }),
      {
        ...prediction("P5", {
          estimand: { measure: "tau", where: atCrossings, aggregate: "mean", by: ["K", "t"] },
          comparison: "<=",
          threshold: 25,
          basis: { full: 16, quick: null, per: ["K"] },
          requires: ["uncensored", "window-50-tau", "burn-in-5-tau", "fresh-weights"],
        }),
        after: ["A6"],
      },
      prediction("P6", {
        estimand: {
          measure: "share",
          where: atCrossings,
          given: { measure: "events", comparison: "<=", threshold: 2 },
          aggregate: "share",
          within: { comparison: "in", threshold: [0.5, 1.05] },
        },
        comparison: ">=",
        threshold: 0.8,
        basis: { full: 10, quick: null },
      }, {
        estimand: { measure: "slowdown", where: atCrossings, against: "gapInverse", aggregate: "spearman" },
        comparison: ">=",
        threshold: 0.7,
        basis: { full: 12, quick: null },
      }),
      {
        id: "M",
        statement: "The largest tau",
        mark: ["O"],
        published: null,
        measureOnly: true,
        clauses: [{
          estimand: { measure: "tau", where: atCrossings, aggregate: "max" },
          basis: { full: 16, quick: null },
          requires: ["uncensored"],
        }],
      },
    ],
    gates: [
      gate("V1", {
        estimand: { measure: "residual", where: atCrossings, aggregate: "every" },
        comparison: "<=",
        threshold: 1e-10,
        basis: { full: 6, quick: null },
      }),
      gate("V2", {
        estimand: { measure: "parity", where: { checkpoint: "c50" }, aggregate: "every" },
        comparison: "==",
        threshold: "odd",
        basis: { full: 3, quick: null },
      }),
    ],
    outcomes: [
      { token: "STEERS", when: { P2: ["PASS"], A6: ["PASS"] } },
      { token: "DOES-NOT-STEER", when: { P2: ["FAIL"], A6: ["PASS"] } },
      { token: "NOT-EQUILIBRATED", when: { A6: ["FAIL", "NOT-CHECKED"] } },
      { token: "OPEN", when: { A6: ["PASS"], P2: ["NOT-CHECKED"] } },
    ],
    otherwise: null,
    ...parts,
  });
}
