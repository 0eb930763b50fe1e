import { describe, expect, test } from "vitest";
import { sherringtonKirkpatrick } from "../../../lib/model/sherrington_kirkpatrick.ts";
import { energy, localField } from "../../../lib/model/energy.ts";
import { createStream } from "../../../lib/random/stream.ts";
import { createField } from "../../../lib/sampler/backend/reference/field.ts";
import { flipProbability, plusProbability } from "../../../lib/sampler/backend/reference/probability.ts";
import { applyToLaw, boltzmann, exactMatrices, spinsOf, transpose } from "./exact_matrices.ts";
import { SMALL_RBM, TRIANGLE } from "./models.ts";

const MODELS = {
  "an Ising model with biases": TRIANGLE,
  "an RBM": SMALL_RBM,
  "a spin glass at beta 3": sherringtonKirkpatrick(6, 3, createStream(5, "couplings")),
};

describe.each(Object.entries(MODELS))("the conditional law of %s", (_, model) => {
  const n = model.graph.vertexCount;

  test("plusProbability() of the field is the conditional Boltzmann probability in every state", () => {
    const field = createField(model);
    for (let s = 0; s < 2 ** n; s++) {
      const x = spinsOf(s, n);
      for (let i = 0; i < n; i++) {
        const up = Math.exp(-model.beta * energy(model, x.with(i, 1)));
        const down = Math.exp(-model.beta * energy(model, x.with(i, -1)));
        const local = field(Int8Array.from(x), i);
        expect(local).toBeCloseTo(localField(model, x, i), 13);
        expect(plusProbability(model.beta, local) / (up / (up + down))).toBeCloseTo(1, 12);
        const now = x[i] === 1 ? up : down, flipped = x[i] === 1 ? down : up;
        expect(flipProbability(model.beta, x[i]!, local) / Math.min(1, flipped / now)).toBeCloseTo(1, 12);
      }
    }
  });

  const { step, sweep } = exactMatrices(model), law = boltzmann(model);
  const size = law.length;
  const asymmetry = (P: number[][]) => {
    let worst = 0;
    for (let s = 0; s < size; s++) {
      for (let t = 0; t < size; t++) worst = Math.max(worst, Math.abs(law[s]! * P[s]![t]! - law[t]! * P[t]![s]!));
    }
    return worst;
  };

  test("every scan built from these conditionals leaves the Boltzmann law as it is", () => {
    for (const P of [...Object.values(step), ...Object.values(sweep)]) {
      for (const row of P) expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      applyToLaw(law, P).forEach((p, s) => expect(Math.abs(p - law[s]!)).toBeLessThan(1e-14));
    }
  });

  test("detailed balance holds for the scans that claim it and fails for the forward one", () => {
    for (const P of [...Object.values(step), sweep.symmetric, sweep.palindromic]) {
      expect(asymmetry(P)).toBeLessThan(1e-16);
    }
    expect(asymmetry(sweep.forward)).toBeGreaterThan(1e-4);
    // The reverse scan is the adjoint of the forward one: π_s·P_rev(s, t) = π_t·P_fwd(t, s).
    const adjoint = transpose(sweep.forward).map((row, s) => row.map((p, t) => p * law[t]! / law[s]!));
    sweep.reverse.forEach((row, s) => row.forEach((p, t) => expect(p).toBeCloseTo(adjoint[s]![t]!, 12)));
  });
});

test("plusProbability() is right far out in both tails", () => {
  // 1/(1 + e^±64) by hand: e^−64 = 1.6038108905486378e−28.
  expect(plusProbability(1, -32) / 1.6038108905486378e-28).toBeCloseTo(1, 12);
  expect([plusProbability(1, 32), plusProbability(1, 1e6), plusProbability(1, -1e6)]).toEqual([1, 1, 0]);
});
