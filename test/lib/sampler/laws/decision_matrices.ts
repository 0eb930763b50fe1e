import { acceptsCost, becomesPlus } from "../../../../lib/sampler/acceptance/accept.ts";
import { FIELD_ONE } from "../../../../lib/sampler/acceptance/fixed_field.ts";
import type { IntegerWeights } from "../../../../lib/sampler/plan/integer_weights.ts";
import type { SiteOrder } from "../../../../lib/sampler/plan/site_order.ts";
import type { Scan } from "../../../../lib/sampler/scan.ts";
import { decisionThreshold, ratio } from "../acceptance/decision_threshold.ts";
import { type Matrix, multiply } from "../exact_matrices.ts";

/** How likely the decisions on integer fields and costs are. */
export interface Probabilities {
  /** Of +1 and of −1. */
  readonly plus: (field: number) => readonly [number, number];
  readonly accepts: (cost: number) => number;
}

/** What the decisions are meant to be: σ and the Boltzmann factor of the integer, in doubles. */
export const EXACT: Probabilities = {
  plus: (field) => {
    const q = Math.pow(2, -Math.abs(field) / FIELD_ONE), small = q / (1 + q), large = 1 / (1 + q);
    return field < 0 ? [small, large] : [large, small];
  },
  accepts: (cost) => cost <= 0 ? 1 : Math.pow(2, -cost / FIELD_ONE),
};

const plusSeen = new Map<string, readonly [number, number]>(), acceptsSeen = new Map<number, number>();

/** What they are: the thresholds of the library's own decisions, as the engine draws them (`width` bits first). */
export function integerProbabilities(width: 16 | 32): Probabilities {
  const bits = width + 128, all = 1n << BigInt(bits);
  return {
    plus: (field) => {
      const key = `${width} ${field}`, seen = plusSeen.get(key);
      if (seen !== undefined) return seen;
      const plus = decisionThreshold((first, further) => becomesPlus(field, first, width, () => further), width);
      const law = [ratio(plus, bits), ratio(all - plus, bits)] as const;
      plusSeen.set(key, law);
      return law;
    },
    accepts: (cost) => {
      const seen = acceptsSeen.get(cost);
      if (seen !== undefined) return seen;
      const found = ratio(
        decisionThreshold((first, further) => acceptsCost(cost, first, 32, () => further), 32),
        160,
      );
      acceptsSeen.set(cost, found);
      return found;
    },
  };
}

/** The integer field of each position in each state; bit i of a state is set where spin i is −1. */
export function integerFields(sites: SiteOrder, weights: IntegerWeights): Float64Array[] {
  const { spinCount: n, order, rows, columns } = sites;
  return Array.from({ length: n }, (_, p) =>
    Float64Array.from({ length: 2 ** n }, (_, state) => {
      let field = weights.biases[p]!;
      for (let k = rows[p]!; k < rows[p + 1]!; k++) {
        field += (state >> order[columns[k]!]!) & 1 ? -weights.couplings[k]! : weights.couplings[k]!;
      }
      return field;
    }));
}

/** The law of the model whose parameters are exactly the integers: log2 π = (Σ J·x·x + Σ h·x) / 2^33 + constant. */
export function integerLaw(sites: SiteOrder, weights: IntegerWeights): number[] {
  const fields = integerFields(sites, weights), n = sites.spinCount;
  const exponents = Array.from({ length: 2 ** n }, (_, state) => {
    let twice = 0;
    for (let p = 0; p < n; p++) {
      const x = (state >> sites.order[p]!) & 1 ? -1 : 1;
      twice += x * (fields[p]![state]! + weights.biases[p]!);
    }
    return twice / 2 / 2 ** 33;
  });
  const most = Math.max(...exponents), raw = exponents.map((e) => Math.pow(2, e - most));
  const total = raw.reduce((a, b) => a + b);
  return raw.map((w) => w / total);
}

/** The matrices of every scan from the probabilities of single decisions: one step of the single-site rules, one sweep of all. */
export function scanMatrices(sites: SiteOrder, weights: IntegerWeights, probabilities: Probabilities) {
  const { spinCount: n, freeCount, order, blockStarts } = sites, size = 2 ** n;
  const fields = integerFields(sites, weights);
  const identity = (): Matrix =>
    Array.from({ length: size }, (_, s) => new Array<number>(size).fill(0).fill(1, s, s + 1));

  /** P followed by the heat-bath update of position p. */
  const updated = (P: Matrix, p: number): Matrix => {
    const bit = 1 << order[p]!;
    return P.map((row) => {
      const next = new Array<number>(size).fill(0);
      row.forEach((mass, s) => {
        if (mass === 0) return;
        const [plus, minus] = probabilities.plus(fields[p]![s]!);
        next[s & ~bit]! += mass * plus;
        next[s | bit]! += mass * minus;
      });
      return next;
    });
  };
  const flipped = (p: number): Matrix => {
    const bit = 1 << order[p]!, P = identity();
    P.forEach((row, s) => {
      const accept = probabilities.accepts(fields[p]![s]! * (s & bit ? -1 : 1));
      row[s] = 1 - accept;
      row[s ^ bit] = accept;
    });
    return P;
  };
  const positions = (from: number, to: number) => Array.from({ length: to - from }, (_, k) => from + k);
  const mean = (matrices: readonly Matrix[]): Matrix =>
    matrices[0]!.map((row, s) => row.map((_, t) => matrices.reduce((sum, P) => sum + P[s]![t]!, 0) / matrices.length));
  const power = (P: Matrix, k: number) => Array.from({ length: k }, () => P).reduce(multiply);

  const blocks = positions(0, blockStarts.length - 1).map((b) => positions(blockStarts[b]!, blockStarts[b + 1]!));
  const visit = (order: readonly (readonly number[])[]) => order.flat().reduce(updated, identity());
  const free = positions(0, freeCount);
  const step = {
    "single-site": mean(free.map((p) => updated(identity(), p))),
    metropolis: mean(free.map(flipped)),
  };
  const forward = visit(blocks), reverse = visit(blocks.toReversed());
  const sweep: Record<Scan, Matrix> = {
    "single-site": power(step["single-site"], freeCount),
    metropolis: power(step.metropolis, freeCount),
    forward,
    reverse,
    symmetric: mean([forward, reverse]),
    palindromic: visit([...blocks, ...blocks.toReversed().slice(1)]),
  };
  return { step, sweep, updates: { ...mapUpdates(freeCount), palindromic: blocks.flat().length * 2 } };
}

function mapUpdates(count: number): Record<Scan, number> {
  return { "single-site": count, metropolis: count, forward: count, reverse: count, symmetric: count, palindromic: 0 };
}
