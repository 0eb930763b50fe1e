// The properties that a correct tempering must have, each exact or with a stated false-alarm rate, and with a control. On WASM, which
// gives the bits of the reference (create_tempering.test.ts), because it is faster.
import { describe, expect, test } from "vitest";
import { completeGraph } from "../../../../lib/graph/complete_graph.ts";
import type { EnergyModel } from "../../../../lib/model/energy_model.ts";
import { ising } from "../../../../lib/model/ising.ts";
import { withBeta } from "../../../../lib/model/with_parameters.ts";
import { unpackSpins } from "../../../../lib/sampler/engine/packed_spins.ts";
import { communicationBarrier } from "../../../../lib/sampler/tempering/communication_barrier.ts";
import { createTempering, type TemperingOptions } from "../../../../lib/sampler/tempering/create_tempering.ts";
import { geometricLadder, linearLadder } from "../../../../lib/sampler/tempering/ladder.ts";
import { bestRoundTripRate, roundTripRate } from "../../../../lib/sampler/tempering/suggested_rungs.ts";
import { swapCost } from "../../../../lib/sampler/tempering/swap_cost.ts";
import { SwapDecisions } from "../../../../lib/sampler/tempering/swap_decisions.ts";
import { SWAP_KERNELS } from "../../../../lib/sampler/tempering/swap_kernel.ts";
import type { TemperingState } from "../../../../lib/sampler/tempering/tempering_state.ts";
import { TemperingStatistics } from "../../../../lib/sampler/tempering/tempering_statistics.ts";
import { tuneLadder } from "../../../../lib/sampler/tempering/tune_ladder.ts";
import { randomIsing } from "../../support/random_models.ts";
import { chiSquareRatio, freshSeed } from "../../random/statistics.ts";
import { boltzmann, stateOf } from "../exact_matrices.ts";
import { exactLocalBarrier, exactRejections } from "./exact_ladder.ts";
import { ladderMatrices } from "./ladder_matrices.ts";
import { PAIR } from "./models.ts";

// |z| above 6.2 has probability 5.6e-10.
const SIGMAS = 6.2;
const LADDERS = 2048;
/** Five spins, cold: local moves alone are slow here, the hot rungs are fast. */
const GLASS = randomIsing(73, { n: 5, beta: 3.5, bias: "random", density: 1 });

/** A run from the uniform start, and what its rounds say. */
async function run(
  model: EnergyModel,
  options: Omit<TemperingOptions, "backend">,
  burnIn: number,
  rounds: number,
  chains = LADDERS,
) {
  await using tempering = await createTempering(model, { backend: "wasm", ...options });
  const statistics = new TemperingStatistics();
  const { state } = await tempering.run(tempering.init(chains), { burnIn, samples: rounds }, {
    roundObservers: [statistics],
  });
  return { state, statistics };
}

/** How many ladders have each state on a rung. */
function rungCounts({ spins, chains }: TemperingState, rung: number, n: number): number[] {
  const own = unpackSpins(spins[rung]!, chains, n), counts = new Array<number>(2 ** n).fill(0);
  for (let c = 0; c < chains; c++) counts[stateOf(own, c * n, n)]!++;
  return counts;
}

describe.each(SWAP_KERNELS)("the law of %s tempering", (swaps) => {
  const ladder = [0.1, 0.35, 1], sweeps = 1;
  const burnIn = swaps === "convex" ? 60 : 30;

  test("every rung has its exact Boltzmann law, and the check catches the law of another rung and 1.4 beta", async () => {
    const seed = freshSeed(`rungs of ${swaps}`),
      { state } = await run(GLASS, { ladder, swaps, seed, sweeps }, burnIn, 1);
    const laws = ladder.map((rung) => boltzmann(withBeta(GLASS, rung * GLASS.beta)));
    laws.forEach((law, r) => expect(chiSquareRatio(rungCounts(state, r, 5), law), `rung ${r}`).toBeLessThan(1));
    expect(chiSquareRatio(rungCounts(state, 1, 5), laws[0]!)).toBeGreaterThan(1);
    const hot = await run(withBeta(GLASS, 1.4 * GLASS.beta), { ladder, swaps, seed: seed + 1, sweeps }, burnIn, 1);
    expect(chiSquareRatio(rungCounts(hot.state, 1, 5), laws[1]!)).toBeGreaterThan(1);
  });

  test("all rungs together have the product law, and the check catches rungs that are alike", async () => {
    const seed = freshSeed(`ladder of ${swaps}`), own = [0.2, 0.6, 1];
    const { state } = await run(PAIR, { ladder: own, swaps, seed }, burnIn, 1, 2 ** 13);
    const rungs = own.map((_, r) => unpackSpins(state.spins[r]!, state.chains, 2));
    const joint = (of: readonly Int8Array[]) => {
      const counts = new Array<number>(64).fill(0);
      for (let c = 0; c < state.chains; c++) {
        counts[of.reduce((sum, spins, r) => sum + stateOf(spins, 2 * c, 2) * 4 ** r, 0)]!++;
      }
      return counts;
    };
    const { law } = ladderMatrices(PAIR, own, "symmetric", "exact");
    expect(chiSquareRatio(joint(rungs), law)).toBeLessThan(1);
    expect(chiSquareRatio(joint([rungs[0]!, rungs[1]!, rungs[1]!]), law)).toBeGreaterThan(1);
  });
});

test.each(["primary", "non-reversible"] as const)(
  "tempering (%s) gets the coldest rung out of a basin in which the plain sampler stays",
  async (swaps) => {
    // All five spins agree, with fields of 12 against a first flip; a bias of 1 to 1.8 between the two basins.
    const basins = ising({
      graph: completeGraph(5),
      weights: new Array(10).fill(0.5),
      biases: new Array(5).fill(0.02),
      beta: 3,
    });
    const law = boltzmann(basins), seed = freshSeed(`basins, ${swaps}`);
    const after = async (ladder: readonly number[]) => {
      await using tempering = await createTempering(basins, {
        ladder,
        swaps,
        seed,
        scan: "forward",
        backend: "wasm",
      });
      const state = await tempering.step(tempering.init(1024, [-1, -1, -1, -1, -1]), 100);
      return rungCounts(state, ladder.length - 1, 5);
    };
    expect(chiSquareRatio(await after([0.05, 0.15, 0.3, 0.55, 1]), law)).toBeLessThan(1);
    expect(chiSquareRatio(await after([1]), law)).toBeGreaterThan(1);
  },
);

describe("the decision of an exchange", () => {
  const decisions = new SwapDecisions(11, "chain"), TRIALS = 20_000;
  const accepted = (cost: number) => {
    let count = 0;
    for (let c = 0; c < TRIALS; c++) if (decisions.accepts(c, 3, 0, cost)) count++;
    return count;
  };

  test("an exchange is always accepted when the hotter rung has the lower energy, the same energy or the same temperature", () => {
    for (const cost of [swapCost(0.5, -3, -1), swapCost(0.5, -3, -3), swapCost(0, 5, -5)]) {
      expect(cost).toBeLessThanOrEqual(0);
      expect(accepted(cost)).toBe(TRIALS);
    }
  });

  test("an exchange is next to never accepted when it costs much", () => {
    // exp(−40) a trial.
    expect(accepted(swapCost(4, 5, -5))).toBe(0);
  });

  test("an exchange is accepted with probability exp(−Δβ·ΔE) in between, and the check catches 1.1 of the cost", () => {
    const seed = freshSeed("exchanges"), own = new SwapDecisions(seed, "chain");
    const p = Math.exp(-0.75),
      counts = (cost: number) => {
        let count = 0;
        for (let c = 0; c < TRIALS; c++) if (own.accepts(c, 7, 2, cost)) count++;
        return [count, TRIALS - count];
      };
    expect(chiSquareRatio(counts(swapCost(0.25, 1, -2)), [p, 1 - p])).toBeLessThan(1);
    expect(chiSquareRatio(counts(swapCost(0.28, 1, -2)), [p, 1 - p])).toBeGreaterThan(1);
  });

  test("the cost of an exchange and of the one back add up to nothing: only the sign of ΔE decides who pays", () => {
    for (const [hot, cold] of [[1, -2], [0.3, 0.7], [-5, -5.125]] as const) {
      expect(swapCost(0.3, hot, cold) + swapCost(0.3, cold, hot)).toBe(0);
    }
  });
});

describe("rejection rates and the communication barrier", () => {
  const ladder = [0.05, 0.2, 0.5, 1];

  test.each(SWAP_KERNELS)(
    "rejections() and barrier() recover the exact rates within their errors (%s)",
    async (swaps) => {
      const seed = freshSeed(`rejections of ${swaps}`), exact = exactRejections(GLASS, ladder);
      // Many ladders, whose scatter gives the error; and one for a long time, whose batches do.
      for (const [chains, burnIn, rounds] of [[2048, 60, 20], [1, 2000, 20_000]] as const) {
        const { statistics } = await run(GLASS, { ladder, swaps, seed }, burnIn, rounds, chains);
        const limit = chains === 1 ? 9 : SIGMAS;
        statistics.rejections().forEach(({ mean, standardError }, e) => {
          expect(Math.abs(mean - exact[e]!)).toBeLessThan(limit * standardError!);
          expect(standardError!).toBeLessThan(0.05);
        });
        const { mean, standardError } = statistics.barrier();
        expect(Math.abs(mean - exact.reduce((a, b) => a + b))).toBeLessThan(limit * standardError!);
        if (chains === 1) continue;
        // What was proposed is accepted as often as the rates say: a standard error of at most 0.008.
        statistics.acceptance().forEach((share, e) => expect(Math.abs(share - 1 + exact[e]!)).toBeLessThan(0.05));
        expect(statistics.proposed().every((count) => count > 0)).toBe(true);
      }
    },
  );

  test("the check of the rates catches another temperature", async () => {
    const exact = exactRejections(GLASS, ladder);
    const { statistics } = await run(
      withBeta(GLASS, 1.1 * GLASS.beta),
      { ladder, seed: freshSeed("rates") },
      60,
      20,
      2048,
    );
    const off = statistics.rejections().map(({ mean, standardError }, e) =>
      Math.abs(mean - exact[e]!) / standardError!
    );
    expect(Math.max(...off)).toBeGreaterThan(SIGMAS);
  });

  test("communicationBarrier() of a fine ladder is the integral of the local barrier", () => {
    const fine = linearLadder(81, 0), barrier = communicationBarrier(fine, exactRejections(GLASS, fine));
    let integral = 0;
    for (let k = 0; k < 80; k++) integral += exactLocalBarrier(GLASS, (k + 0.5) / 80) / 80;
    expect(Math.abs(barrier.total / integral - 1)).toBeLessThan(2e-3);
    for (const rung of [0.1, 0.3, 0.7]) {
      expect(Math.abs(barrier.slope(rung) / exactLocalBarrier(GLASS, rung) - 1)).toBeLessThan(0.02);
    }
  });
});

describe("a tuned ladder", () => {
  const bad = [0, 0.7, 0.8, 0.9, 1];

  test("tuneLadder() keeps the ends, rises, equalises the rejection rates and speeds up the round trips", async () => {
    await using tempering = await createTempering(GLASS, {
      ladder: bad,
      seed: freshSeed("tuning"),
      backend: "wasm",
    });
    const { state, tunings } = await tuneLadder(tempering, tempering.init(256), { tunings: 7 });
    expect([state.ladder[0], state.ladder[4], state.ladder.length]).toEqual([0, 1, 5]);
    expect(tunings.map(({ rounds }) => rounds)).toEqual([4, 8, 16, 32, 64, 128, 256]);
    const before = exactRejections(GLASS, bad), after = exactRejections(GLASS, state.ladder);
    // Exact rates of the ladder that was found: the tuning alone is random, by a few standard errors of 0.003.
    expect(Math.max(...after) - Math.min(...after)).toBeLessThan(0.05);
    expect(Math.max(...before) - Math.min(...before)).toBeGreaterThan(0.3);
    // What holds replicas up, Σ r/(1 − r), falls with the worst pair.
    expect(Math.max(...after)).toBeLessThan(Math.max(...before));
    expect(roundTripRate(after)).toBeGreaterThan(1.2 * roundTripRate(before));
    const exact = exactRejections(GLASS, tunings.at(-1)!.ladder).reduce((a, b) => a + b);
    expect(Math.abs(tunings.at(-1)!.barrier / exact - 1)).toBeLessThan(0.05);
  });

  test("tuneLadder() gives the same ladder for the same seed, and stops at a signal without a half tuning", async () => {
    const tuned = async (signal?: AbortSignal) => {
      await using tempering = await createTempering(GLASS, { ladder: bad, seed: 3, backend: "wasm" });
      return await tuneLadder(tempering, tempering.init(32), {
        tunings: 4,
        ...(signal === undefined ? {} : { signal }),
      });
    };
    const [a, b] = [await tuned(), await tuned()];
    expect(a).toEqual(b);
    const stopped = await tuned(AbortSignal.abort());
    expect([stopped.tunings.length, [...stopped.state.ladder], stopped.state.round]).toEqual([0, bad, 0]);
  });
});

describe("round trips", () => {
  test("non-reversible round trips come at the rate of the theory, within 2 of 1/(2 + 2Λ)", async () => {
    const ladder = geometricLadder(6, 0.1), exact = exactRejections(GLASS, ladder);
    const barrier = exact.reduce((a, b) => a + b);
    // Ten sweeps a round, so that every rung forgets its state, as the theory wants it.
    const seed = freshSeed("round trips"), options = { ladder, seed, sweeps: 10 };
    const { statistics } = await run(GLASS, options, 30, 300, 64),
      { rate, started, finished } = statistics.roundTrips();
    expect(finished).toBeGreaterThan(1000);
    expect(started).toBeGreaterThanOrEqual(finished);
    expect(rate / bestRoundTripRate(barrier)).toBeGreaterThan(0.5);
    expect(rate / bestRoundTripRate(barrier)).toBeLessThan(2);
    expect(Math.abs(rate / roundTripRate(exact) - 1)).toBeLessThan(0.1);
  });

  test("reversible exchanges make fewer round trips on a long ladder", async () => {
    const ladder = linearLadder(24, 0.05), seed = freshSeed("slow round trips");
    const of = async (swaps: "primary" | "non-reversible") =>
      (await run(GLASS, { ladder, seed, swaps }, 60, 120, 64)).statistics.roundTrips().rate;
    expect(await of("non-reversible")).toBeGreaterThan(1.5 * await of("primary"));
  });
});
