import { describe, expect, test } from "vitest";
import type { EnergyModel } from "../../../../lib/model/energy_model.ts";
import { isReversible } from "../../../../lib/exact/kernel_name.ts";
import { MANTISSA_ERROR } from "../../../../lib/sampler/acceptance/fixed_field.ts";
import { integerWeights } from "../../../../lib/sampler/plan/integer_weights.ts";
import { siteOrder } from "../../../../lib/sampler/plan/site_order.ts";
import { SCANS } from "../../../../lib/sampler/scan.ts";
import { randomIsing, randomRbm } from "../../support/random_models.ts";
import { asymmetry, boltzmann, exactMatrices, invariance, type Matrix } from "../exact_matrices.ts";
import { SMALL_RBM, TRIANGLE } from "../models.ts";
import { EXACT, integerLaw, integerProbabilities, scanMatrices } from "./decision_matrices.ts";
import { tablePlus } from "./table_threshold.ts";

const MODELS: readonly (readonly [string, EnergyModel])[] = [
  ["an Ising model of three colours with biases", TRIANGLE],
  ["an RBM", SMALL_RBM],
  ["a dense model of six spins", randomIsing(31, { n: 6, beta: 1.1, bias: "random", density: 1 })],
  ["a cold RBM of 3 × 4", randomRbm(32, 3, 4, 2.5)],
];

/** The largest difference of two entries. */
const distance = (A: Matrix, B: Matrix) =>
  A.reduce((worst, row, s) => row.reduce((most, a, t) => Math.max(most, Math.abs(a - B[s]![t]!)), worst), 0);
const rowError = (P: Matrix) => Math.max(...P.map((row) => Math.abs(row.reduce((a, b) => a + b) - 1)));

describe.each(MODELS)("the transition matrices of %s", (_, model) => {
  const sites = siteOrder(model), weights = integerWeights(model, sites);
  const law = integerLaw(sites, weights), exact = scanMatrices(sites, weights, EXACT);

  test("the law of the integers is the Boltzmann law to the rounding of its parameters", () => {
    const double = boltzmann(model);
    const parameters = model.couplings.length + (model.biases?.length ?? 0);
    law.forEach((p, s) => expect(Math.abs(p / double[s]! - 1)).toBeLessThan(parameters * 2 ** -32));
  });

  test.each(SCANS)(
    "%s leaves the law of the integers invariant to 1e-12 and is reversible or not, as it claims",
    (scan) => {
      const P = exact.sweep[scan];
      expect(rowError(P)).toBeLessThan(1e-13);
      expect(invariance(law, P)).toBeLessThan(1e-12);
      if (isReversible(scan)) expect(asymmetry(law, P)).toBeLessThan(1e-14);
      else expect(asymmetry(law, P)).toBeGreaterThan(1e-3);
      // Another builder, from energies alone.
      const other = exactMatrices(model).sweep[scan];
      expect(distance(P, other)).toBeLessThan(1e-8);
    },
  );

  test("single-site and metropolis steps satisfy detailed balance, and reverse is the adjoint of forward", () => {
    for (const P of Object.values(exact.step)) expect(asymmetry(law, P)).toBeLessThan(1e-14);
    const { forward, reverse } = exact.sweep;
    const adjoint = forward.map((row, s) => row.map((_, t) => law[t]! * forward[t]![s]! / law[s]!));
    expect(distance(reverse, adjoint)).toBeLessThan(1e-12);
  });

  test.each(SCANS)(
    "%s with the integer decisions keeps the law to 2^-28 an update, and the double law to the bound",
    (scan) => {
      const width = scan === "single-site" || scan === "metropolis" ? 32 : 16;
      const matrices = scanMatrices(sites, weights, integerProbabilities(width));
      const P = matrices.sweep[scan], updates = matrices.updates[scan];
      expect(rowError(P)).toBeLessThan(1e-13);
      expect(invariance(law, P)).toBeLessThan(updates * MANTISSA_ERROR + 1e-12);
      expect(invariance(boltzmann(model), P)).toBeLessThan(updates * weights.errorBound + 1e-12);
      if (isReversible(scan)) expect(asymmetry(law, P)).toBeLessThan(2 * updates * MANTISSA_ERROR);
      else expect(asymmetry(law, P)).toBeGreaterThan(1e-3);
    },
  );

  test("the check of invariance catches another temperature, a table for σ and a swapped sign", () => {
    const hot = integerWeights(model, sites, 1.001 * model.beta);
    expect(invariance(law, scanMatrices(sites, hot, EXACT).sweep.forward)).toBeGreaterThan(1e-5);
    const table = scanMatrices(sites, weights, { ...EXACT, plus: tablePlus });
    expect(invariance(law, table.sweep.forward)).toBeGreaterThan(1e-5);
    const wrong = { ...weights, biases: weights.biases.map((h, p) => p === 0 ? -h - 2 ** 28 : h) };
    expect(invariance(law, scanMatrices(sites, wrong, EXACT).sweep.symmetric)).toBeGreaterThan(1e-3);
  });
});

describe("the coin of the symmetric scan", () => {
  const sites = siteOrder(TRIANGLE), weights = integerWeights(TRIANGLE, sites);
  const { forward, reverse, symmetric } = scanMatrices(sites, weights, EXACT).sweep;
  const size = symmetric.length;
  // Two chains: each throws its own coin, or one coin is thrown for both.
  const own = (s: number, u: number, t: number, v: number) => symmetric[s]![t]! * symmetric[u]![v]!;
  const shared = (s: number, u: number, t: number, v: number) =>
    (forward[s]![t]! * forward[u]![v]! + reverse[s]![t]! * reverse[u]![v]!) / 2;

  test("the coin moves one chain by the same matrix either way, and two chains together only when it is shared", () => {
    let together = 0;
    for (let s = 0; s < size; s++) {
      for (let u = 0; u < size; u++) {
        for (let t = 0; t < size; t++) {
          let marginal = 0;
          for (let v = 0; v < size; v++) {
            marginal += shared(s, u, t, v);
            together = Math.max(together, Math.abs(shared(s, u, t, v) - own(s, u, t, v)));
          }
          expect(Math.abs(marginal - symmetric[s]![t]!)).toBeLessThan(1e-14);
        }
      }
    }
    expect(together).toBeGreaterThan(1e-2);
  });

  test("the product law of two chains is invariant under a shared coin too", () => {
    const law = integerLaw(sites, weights);
    let worst = 0;
    for (let t = 0; t < size; t++) {
      for (let v = 0; v < size; v++) {
        let mass = 0;
        for (let s = 0; s < size; s++) for (let u = 0; u < size; u++) mass += law[s]! * law[u]! * shared(s, u, t, v);
        worst = Math.max(worst, Math.abs(mass / (law[t]! * law[v]!) - 1));
      }
    }
    expect(worst).toBeLessThan(1e-12);
  });
});

test("clamped spins stay, and the others have the conditional law", () => {
  const model = TRIANGLE, sites = siteOrder(model, [1]), weights = integerWeights(model, sites);
  const law = integerLaw(sites, weights);
  for (const scan of SCANS) {
    const P = scanMatrices(sites, weights, EXACT).sweep[scan];
    P.forEach((row, s) => row.forEach((p, t) => ((s ^ t) & 2) !== 0 && expect(p).toBe(0)));
    expect(invariance(law, P)).toBeLessThan(1e-12);
  }
});
