import { acceptsCost } from "../../../../lib/sampler/acceptance/accept.ts";
import { integerWeights } from "../../../../lib/sampler/plan/integer_weights.ts";
import { siteOrder } from "../../../../lib/sampler/plan/site_order.ts";
import type { EnergyModel } from "../../../../lib/model/energy_model.ts";
import { energy } from "../../../../lib/model/energy.ts";
import { withBeta } from "../../../../lib/model/with_parameters.ts";
import type { Scan } from "../../../../lib/sampler/scan.ts";
import { swapCost } from "../../../../lib/sampler/tempering/swap_cost.ts";
import { decisionThreshold, ratio } from "../acceptance/decision_threshold.ts";
import { boltzmann, exactMatrices, type Matrix, multiply, spinsOf } from "../exact_matrices.ts";
import { integerProbabilities, scanMatrices } from "../laws/decision_matrices.ts";

/** Probabilities of the whole ladder; rung r's state is the digit r of a joint state to the base 2^N. */
export interface LadderMatrices {
  readonly law: readonly number[];
  readonly primary: Matrix;
  readonly convex: Matrix;
  /** Rounds with the pairs (0,1) … and with (1,2) … */
  readonly even: Matrix;
  readonly odd: Matrix;
  /** The exchange of each pair alone. */
  readonly exchange: readonly Matrix[];
}

/** How a matrix is made: in exact arithmetic of doubles, or from the integer decisions. */
export type Arithmetic = "exact" | "integer";

/** The product law and the matrices of one round of every kernel, by enumeration of all rungs' states. */
export function ladderMatrices(
  model: EnergyModel,
  ladder: readonly number[],
  scan: Scan,
  arithmetic: Arithmetic,
): LadderMatrices {
  const n = model.graph.vertexCount, size = 2 ** n, rungs = ladder.length, all = size ** rungs;
  const models = ladder.map((rung) => withBeta(model, rung * model.beta));
  const energies = Array.from({ length: size }, (_, s) => energy(model, spinsOf(s, n)));
  const laws = models.map(boltzmann);
  const sweeps = models.map((rung) => {
    if (arithmetic === "exact") return exactMatrices(rung).sweep[scan];
    const sites = siteOrder(rung), width = scan === "single-site" || scan === "metropolis" ? 32 : 16;
    return scanMatrices(sites, integerWeights(rung, sites), integerProbabilities(width)).sweep[scan];
  });
  const digit = (joint: number, r: number) => Math.floor(joint / size ** r) % size;
  const joints = Array.from({ length: all }, (_, joint) => joint);

  const accepts = (pair: number, hot: number, cold: number): number => {
    const gap = models[pair + 1]!.beta - models[pair]!.beta;
    if (arithmetic === "exact") return Math.min(1, Math.exp(gap * (energies[cold]! - energies[hot]!)));
    const cost = swapCost(gap, energies[hot]!, energies[cold]!);
    return ratio(decisionThreshold((first, further) => acceptsCost(cost, first, 32, () => further), 32), 160);
  };
  const exchange = ladder.slice(1).map((_, pair): Matrix =>
    joints.map((joint) => {
      const row = new Array<number>(all).fill(0), hot = digit(joint, pair), cold = digit(joint, pair + 1);
      const swapped = joint + (cold - hot) * size ** pair + (hot - cold) * size ** (pair + 1);
      const accept = accepts(pair, hot, cold);
      row[joint]! += 1 - accept;
      row[swapped]! += accept;
      return row;
    })
  );
  const local = joints.map((from) =>
    joints.map((to) => sweeps.reduce((product, P, r) => product * P[digit(from, r)]![digit(to, r)]!, 1))
  );
  const mean = (matrices: readonly Matrix[]): Matrix =>
    joints.map((s) => joints.map((t) => matrices.reduce((sum, P) => sum + P[s]![t]!, 0) / matrices.length));
  const mixed = mean(exchange), proposals = exchange.map(() => mixed).reduce(multiply);
  const parity = (offset: 0 | 1) => exchange.filter((_, pair) => pair % 2 === offset).reduce(multiply, local);
  return {
    law: joints.map((joint) => laws.reduce((product, law, r) => product * law[digit(joint, r)]!, 1)),
    primary: mean([multiply(local, proposals), multiply(proposals, local)]),
    convex: mean([local, mixed]),
    even: parity(0),
    odd: parity(1),
    exchange,
  };
}
