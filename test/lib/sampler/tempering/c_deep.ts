// By hand: the total observable time of the coldest rung of C-deep under primary and convex tempering, against the program's numbers
// and an independent Monte Carlo study of the same kernels (geometric ladder from 0.1). A few minutes.
// Chains must be long: the estimator subtracts each chain's own mean, which takes about 2·(lags summed)/L off the time, 10 % at L = 1000.
//   deno run -A test/lib/sampler/tempering/c_deep.ts [ladders] [rounds] [seed]
import process from "node:process";
import { GradientAutocorrelation } from "../../../../lib/diagnostics/gradient_autocorrelation.ts";
import { createTempering } from "../../../../lib/sampler/tempering/create_tempering.ts";
import { geometricLadder } from "../../../../lib/sampler/tempering/ladder.ts";
import { bestRoundTripRate } from "../../../../lib/sampler/tempering/suggested_rungs.ts";
import { SWAP_KERNELS } from "../../../../lib/sampler/tempering/swap_kernel.ts";
import { TemperingStatistics } from "../../../../lib/sampler/tempering/tempering_statistics.ts";
import { cDeep } from "../../exact/planted_cells.ts";

const chains = Number(process.argv[2] ?? 64),
  rounds = Number(process.argv[3] ?? 16_000),
  seed = Number(process.argv[4] ?? 1);
const STUDY: Readonly<Record<string, string>> = {
  "primary 4": "94–96",
  "primary 6": "70–71",
  "primary 8": "64–65",
  "convex 4": "312",
  "convex 6": "311–315",
  "convex 8": "371",
};
const PARTS = 4;

const model = cDeep();
for (const swaps of SWAP_KERNELS) {
  for (const rungs of [4, 6, 8]) {
    const begin = performance.now();
    const tempering = await createTempering(model, { ladder: geometricLadder(rungs, 0.1), swaps, seed });
    const statistics = new TemperingStatistics(), totals: number[] = [], longest: number[] = [];
    let state = await tempering.step(tempering.init(chains), 300);
    // Independent enough parts of the run: their scatter is the Monte Carlo error.
    for (let part = 0; part < PARTS; part++) {
      const gradient = new GradientAutocorrelation(model, { chains });
      const result = await tempering.run(state, { samples: rounds }, {
        observers: [{ observe: ({ words }) => gradient.push(words) }],
        roundObservers: [statistics],
      });
      state = result.state;
      const { totalObservableTime, tauMax } = gradient.summary();
      totals.push(totalObservableTime);
      longest.push(tauMax);
    }
    const mean = totals.reduce((a, b) => a + b) / PARTS;
    const error = Math.sqrt(totals.reduce((sum, t) => sum + (t - mean) ** 2, 0) / (PARTS - 1) / PARTS);
    const { mean: barrier, standardError } = statistics.barrier();
    console.log(
      `${swaps} R=${rungs} (${tempering.backend}): T_O ${mean.toFixed(1)} ± ${error.toFixed(1)}` +
        ` (study ${STUDY[`${swaps} ${rungs}`] ?? "–"}), tau_max ${
          (longest.reduce((a, b) => a + b) / PARTS).toFixed(2)
        },` +
        ` Λ ${barrier.toFixed(4)} ± ${standardError!.toFixed(4)}, acceptance ${
          [...statistics.acceptance()].map((a) => a.toFixed(3))
        },` +
        ` round trips ${statistics.roundTrips().rate.toFixed(4)} of at best ${bestRoundTripRate(barrier).toFixed(4)},` +
        ` ${((performance.now() - begin) / 1000).toFixed(0)} s`,
    );
    await tempering.close();
  }
}
