// The couplings of a hypernetwork and their derivative along one direction of φ in forward mode, written from the formulas
// a = tanh(C u + c), (A, B) = F a + f, W = A Bᵀ with every number a pair. It shares nothing with the library but the order of φ.
import type { HypernetworkShape } from "../../../../lib/model/hypernetwork/hypernetwork_shape.ts";

type Dual = readonly [value: number, slope: number];

const plus = ([a, b]: Dual, [c, d]: Dual): Dual => [a + c, b + d];
const times = ([a, b]: Dual, [c, d]: Dual): Dual => [a * c, a * d + b * c];

function tanh([x, slope]: Dual): Dual {
  const up = Math.exp(x), down = Math.exp(-x);
  return [(up - down) / (up + down), 4 * slope / (up + down) ** 2];
}

/** vec W in row order, and its derivative. */
export function dualCouplings(
  { codeLength, width, visible, hidden, rank }: HypernetworkShape,
  parameters: ArrayLike<number>,
  direction: ArrayLike<number>,
  code: ArrayLike<number>,
): Dual[] {
  let at = 0;
  const next = (): Dual => [parameters[at]!, direction[at++]!];
  const take = (count: number): Dual[] => Array.from({ length: count }, next);
  const codeWeights = Array.from({ length: width }, () => take(codeLength)), codeBiases = take(width);
  const outputs = (visible + hidden) * rank;
  const factorWeights = Array.from({ length: outputs }, () => take(width)), factorBiases = take(outputs);
  const activations = codeWeights.map((row, k) =>
    tanh(row.reduce((sum, weight, c) => plus(sum, times(weight, [code[c]!, 0])), codeBiases[k]!))
  );
  const factors = factorWeights.map((row, o) =>
    row.reduce((sum, weight, k) => plus(sum, times(weight, activations[k]!)), factorBiases[o]!)
  );
  return Array.from({ length: visible * hidden }, (_, e) => {
    const i = Math.floor(e / hidden), j = visible + e % hidden;
    let sum: Dual = [0, 0];
    for (let k = 0; k < rank; k++) sum = plus(sum, times(factors[i * rank + k]!, factors[j * rank + k]!));
    return sum;
  });
}
