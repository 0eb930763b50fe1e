import { describe, expect, test } from "vitest";
import chiSquareQuantile from "@stdlib/stats-base-dists-chisquare-quantile";
import { boltzmannLaw } from "../../../../lib/exact/law.ts";
import { autocorrelationTime } from "../../../../lib/exact/kernel_structure.ts";
import { fullSpace } from "../../../../lib/exact/sector.ts";
import { createReferenceEngine } from "../../../../lib/sampler/backend/reference/reference_engine.ts";
import { packedLength } from "../../../../lib/sampler/engine/packed_spins.ts";
import { integerWeights } from "../../../../lib/sampler/plan/integer_weights.ts";
import { siteOrder } from "../../../../lib/sampler/plan/site_order.ts";
import { uniforms } from "../../support/random_models.ts";
import { ALPHA, chiSquareRatio, freshSeed } from "../../random/statistics.ts";
import { integerFields } from "./decision_matrices.ts";
import { deepModel, FAST_BONDS } from "./deep_model.ts";
import { tablePlus } from "./table_threshold.ts";
import { stateAt } from "./transition_counts.ts";

const N = 12, CHAINS = 4096, SWEEPS = 60, STRIDE = 4;
const model = deepModel(), law = boltzmannLaw(model), sites = siteOrder(model), weights = integerWeights(model, sites);

/** The energy of the fast bonds alone: the pairs are too slow for its mean over a run to say much. */
const fastEnergies = Float64Array.from({ length: 2 ** N }, (_, state) => {
  let energy = 0;
  for (let e = 0; e < FAST_BONDS; e++) {
    const differ = ((state >> model.graph.from[e]!) ^ (state >> model.graph.to[e]!)) & 1;
    energy -= model.couplings[e]! * (1 - 2 * differ);
  }
  return energy;
});

/** States drawn from the exact law, so that the chains are independent and at rest from the beginning. */
function drawStates(seed: number): Uint32Array {
  const next = uniforms(seed), sums = law.probabilities.slice();
  for (let s = 1; s < sums.length; s++) sums[s]! += sums[s - 1]!;
  return Uint32Array.from({ length: CHAINS }, () => {
    const u = next() * sums.at(-1)!;
    let low = 0, high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! > u) high = middle;
      else low = middle + 1;
    }
    return low;
  });
}

/** What a run shows: the counts of the last states, and each chain's mean energy of the fast bonds over the kept ones. */
interface Run {
  readonly counts: number[];
  readonly energies: Float64Array;
}

function collect(keep: (record: (c: number, state: number, last: boolean) => void) => void): Run {
  const counts = new Array<number>(2 ** N).fill(0), energies = new Float64Array(CHAINS);
  keep((c, state, last) => {
    energies[c]! += fastEnergies[state]! * STRIDE / SWEEPS;
    if (last) counts[state]!++;
  });
  return { counts, energies };
}

/** The engine's chains at `beta` times the model's. */
function runEngine(seed: number, layout: "chains" | "sites", beta: number): Run {
  const engine = createReferenceEngine({
    sites,
    weights: integerWeights(model, sites, beta * model.beta),
    scan: "forward",
    coin: "chain",
    seed,
    layout,
    chains: CHAINS,
  });
  const size = packedLength(CHAINS, N), packed = new Uint32Array(size), out = new Uint32Array(size * SWEEPS / STRIDE);
  drawStates(seed).forEach((state, c) => {
    for (let i = 0; i < N; i++) packed[(c >>> 5) * N + i]! |= ((state >> i) & 1) << (c & 31);
  });
  void engine.load(packed);
  void engine.run(0, SWEEPS, { stride: STRIDE, out });
  return collect((record) => {
    for (let k = 0; k < SWEEPS / STRIDE; k++) {
      const sample = out.subarray(k * size, (k + 1) * size);
      for (let c = 0; c < CHAINS; c++) record(c, stateAt(sample, c, N), k + 1 === SWEEPS / STRIDE);
    }
  });
}

/** The same chains with σ from the table. */
function runTable(seed: number): Run {
  const plus = integerFields(sites, weights).map((fields) => fields.map((field) => tablePlus(field)[0]));
  const next = uniforms(seed + 1), states = drawStates(seed);
  return collect((record) => {
    for (let t = 1; t <= SWEEPS; t++) {
      for (let c = 0; c < CHAINS; c++) {
        for (let p = 0; p < N; p++) {
          const bit = 1 << sites.order[p]!, state = states[c]!;
          states[c] = next() < plus[p]![state]! ? state & ~bit : state | bit;
        }
        if (t % STRIDE === 0) record(c, states[c]!, t === SWEEPS);
      }
    }
  });
}

/** Runs of the same law as one. */
function together(runs: readonly Run[]): Run {
  return {
    counts: runs[0]!.counts.map((_, s) => runs.reduce((sum, { counts }) => sum + counts[s]!, 0)),
    energies: Float64Array.from(runs.flatMap(({ energies }) => [...energies])),
  };
}

/** Both statistics over their limits, each exceeded with probability ALPHA by the true law. */
function ratios({ counts, energies }: Run): { law: number; energy: number } {
  const mean = law.probabilities.reduce((sum, p, s) => sum + p * fastEnergies[s]!, 0);
  const chains = energies.length, found = energies.reduce((a, b) => a + b) / chains;
  const variance = energies.reduce((sum, e) => sum + (e - found) ** 2, 0) / (chains - 1);
  const z2 = (found - mean) ** 2 * chains / variance;
  return { law: chiSquareRatio(counts, law.probabilities), energy: z2 / chiSquareQuantile(1 - ALPHA, 1) };
}

describe("a model of twelve spins with |z| up to 15 that mixes slowly", () => {
  test("the model is what the test needs: largest field 15, and times of tens of sweeps and more", () => {
    expect(weights.largestField).toBeCloseTo(15, 6);
    // A spin of the first pair, by the exact operator; SWEEPS is of its order, so that a wrong balance shows.
    const space = fullSpace(model, law), spin = Float64Array.from({ length: space.size }, (_, s) => s & 1 ? -1 : 1);
    expect(autocorrelationTime(model, "forward", space, spin).tau).toBeGreaterThan(SWEEPS / 2);
  });

  test.each(["chains", "sites"] as const)("createReferenceEngine() keeps the exact law, layout %s", (layout) => {
    const { law, energy } = ratios(runEngine(freshSeed(`law of the deep model, ${layout}`), layout, 1));
    expect(law).toBeLessThan(1);
    expect(energy).toBeLessThan(1);
  });

  test("the check of the law catches the table", () => {
    expect(ratios(runTable(freshSeed("law of the table"))).law).toBeGreaterThan(1);
  });

  test("the check of the law catches 1.05 beta", () => {
    // Sixteen standard errors off in four runs together, where the limit is at six: it is caught every time.
    const seed = freshSeed("law at 1.05 beta");
    const { law, energy } = ratios(together([0, 1, 2, 3].map((k) => runEngine(seed + k, "chains", 1.05))));
    expect(Math.max(law, energy)).toBeGreaterThan(1);
  });
});
