/**
 * The elementary operations behind the gradient of T_O, in plain TypeScript: the truth that the WASM twin in `wasm/` is tested
 * against. Two functions are treated at a time, so that a vector holds 2·size numbers, lane 0 and lane 1 of each state in turn.
 * State s and flip b lead to state s ⊕ mask(b): one bit, or in the quotient x ~ −x all of them for the last spin.
 * `rates[s·flips + b]` is the heat-bath rate of that flip, and A = Σ_b (I − P_b), that is (A x)(s) = Σ_b rate·(x(s) − x(s ⊕ mask)).
 * Vectors are given by where they start in `data`.
 *
 * @module
 */

/** The states, the flips and where their rates and weights lie. */
export interface PairShape {
  readonly size: number;
  readonly flips: number;
  /** size·flips rates. */
  readonly rates: number;
  /** size weights of the inner product, which sum to 1. */
  readonly weights: number;
}

/** s ⊕ {@link flipMask} is where flip b leads. */
export function flipMask(size: number, flip: number): number {
  return 1 << flip < size ? 1 << flip : size - 1;
}

/** out = A x. */
export function applyGenerator(data: Float64Array, { size, flips, rates }: PairShape, x: number, out: number): void {
  for (let s = 0; s < size; s++) {
    const at = x + 2 * s, row = rates + s * flips, low = data[at]!, high = data[at + 1]!;
    let a = 0, b = 0;
    for (let k = 0; k < flips; k++) {
      const other = x + 2 * (s ^ flipMask(size, k)), rate = data[row + k]!;
      a += rate * (low - data[other]!);
      b += rate * (high - data[other + 1]!);
    }
    data[out + 2 * s] = a;
    data[out + 2 * s + 1] = b;
  }
}

/**
 * Solves A u = f for both lanes by conjugate gradients in the weighted inner product, preconditioned with the diagonal of A; f has
 * zero mean and u gets it. `work` holds three vectors and one of `size` numbers. Returns the number of iterations, −1 where `limit`
 * was not enough for a residual of `tolerance` times f in the preconditioned norm, or f is not finite.
 */
export function solvePair(
  data: Float64Array,
  shape: PairShape,
  f: number,
  u: number,
  work: number,
  tolerance: number,
  limit: number,
): number {
  const { size, flips, rates, weights } = shape, length = 2 * size;
  const residual = work, direction = work + length, image = work + 2 * length, inverse = work + 3 * length;
  let rhoLow = 0, rhoHigh = 0;
  for (let s = 0; s < size; s++) {
    let diagonal = 0;
    for (let k = 0; k < flips; k++) diagonal += data[rates + s * flips + k]!;
    const scale = diagonal > 0 ? 1 / diagonal : 1,
      low = data[f + 2 * s]!,
      high = data[f + 2 * s + 1]!,
      w = data[weights + s]!;
    data[inverse + s] = scale;
    data[u + 2 * s] = 0;
    data[u + 2 * s + 1] = 0;
    data[residual + 2 * s] = low;
    data[residual + 2 * s + 1] = high;
    data[direction + 2 * s] = scale * low;
    data[direction + 2 * s + 1] = scale * high;
    rhoLow += w * scale * low * low;
    rhoHigh += w * scale * high * high;
  }
  const targetLow = rhoLow * tolerance * tolerance, targetHigh = rhoHigh * tolerance * tolerance;
  // Not a number where a coupling is none.
  if (!(rhoLow >= 0 && rhoHigh >= 0)) return -1;
  let iteration = 0;
  while (rhoLow > targetLow || rhoHigh > targetHigh) {
    if (iteration++ === limit) return -1;
    applyGenerator(data, shape, direction, image);
    let curveLow = 0, curveHigh = 0;
    for (let s = 0; s < size; s++) {
      const w = data[weights + s]!;
      curveLow += w * data[direction + 2 * s]! * data[image + 2 * s]!;
      curveHigh += w * data[direction + 2 * s + 1]! * data[image + 2 * s + 1]!;
    }
    // A lane that is done stands still while the other goes on.
    const stepLow = rhoLow > targetLow && curveLow > 0 ? rhoLow / curveLow : 0;
    const stepHigh = rhoHigh > targetHigh && curveHigh > 0 ? rhoHigh / curveHigh : 0;
    if (stepLow === 0 && stepHigh === 0) break;
    let nextLow = 0, nextHigh = 0;
    for (let s = 0; s < size; s++) {
      const i = 2 * s, w = data[weights + s]! * data[inverse + s]!;
      data[u + i]! += stepLow * data[direction + i]!;
      data[u + i + 1]! += stepHigh * data[direction + i + 1]!;
      const low = data[residual + i]! - stepLow * data[image + i]!;
      const high = data[residual + i + 1]! - stepHigh * data[image + i + 1]!;
      data[residual + i] = low;
      data[residual + i + 1] = high;
      nextLow += w * low * low;
      nextHigh += w * high * high;
    }
    const ratioLow = rhoLow > 0 ? nextLow / rhoLow : 0, ratioHigh = rhoHigh > 0 ? nextHigh / rhoHigh : 0;
    rhoLow = nextLow;
    rhoHigh = nextHigh;
    for (let s = 0; s < size; s++) {
      const i = 2 * s, scale = data[inverse + s]!;
      data[direction + i] = scale * data[residual + i]! + ratioLow * data[direction + i]!;
      data[direction + i + 1] = scale * data[residual + i + 1]! + ratioHigh * data[direction + i + 1]!;
    }
  }
  removeMeans(data, shape, u);
  return iteration;
}

function removeMeans(data: Float64Array, { size, weights }: PairShape, x: number): void {
  let low = 0, high = 0;
  for (let s = 0; s < size; s++) {
    low += data[weights + s]! * data[x + 2 * s]!;
    high += data[weights + s]! * data[x + 2 * s + 1]!;
  }
  for (let s = 0; s < size; s++) {
    data[x + 2 * s]! -= low;
    data[x + 2 * s + 1]! -= high;
  }
}

/**
 * out_l = Σ_{j ≤ degree} table[j·columns + l] T_j(X) f with X = 2P − I = I − (2/flips) A, for `columns` vectors one after the other;
 * degree + 1 is a multiple of 4, as four terms are added at a time. `work` holds four vectors.
 */
export function expandPair(
  data: Float64Array,
  shape: PairShape,
  f: number,
  work: number,
  table: number,
  degree: number,
  columns: number,
  out: number,
): void {
  const { size, flips } = shape, length = 2 * size;
  const slot = (j: number): number => work + (j & 3) * length;
  data.copyWithin(work, f, f + length);
  // T_{−1}, which the first step subtracts.
  data.fill(0, slot(3), slot(3) + length);
  data.fill(0, out, out + columns * length);
  for (let j = 1; j <= degree; j++) {
    const before = slot(j + 2), here = slot(j + 3), next = slot(j), a = j === 1 ? 1 : 2, b = a * 2 / flips;
    // The slot of T_j is that of T_{j−4}, which is in the sums already.
    applyGenerator(data, shape, here, next);
    for (let i = 0; i < length; i++) data[next + i] = a * data[here + i]! - b * data[next + i]! - data[before + i]!;
    if ((j & 3) !== 3) continue;
    for (let l = 0; l < columns; l++) {
      const to = out + l * length;
      for (let i = 0; i < length; i++) {
        let sum = data[to + i]!;
        for (let k = 0; k < 4; k++) sum += data[table + (j - 3 + k) * columns + l]! * data[work + k * length + i]!;
        data[to + i] = sum;
      }
    }
  }
}

/** out += factor·Σ_b δ_b (x − δ_b) with δ_b = rate·(x(s) − x(s ⊕ mask)), pointwise. */
export function addFlux(
  data: Float64Array,
  { size, flips, rates }: PairShape,
  x: number,
  factor: number,
  out: number,
): void {
  for (let s = 0; s < size; s++) {
    const at = x + 2 * s, row = rates + s * flips, low = data[at]!, high = data[at + 1]!;
    let a = 0, b = 0;
    for (let k = 0; k < flips; k++) {
      const other = x + 2 * (s ^ flipMask(size, k)), rate = data[row + k]!;
      const first = rate * (low - data[other]!), second = rate * (high - data[other + 1]!);
      a += first * (low - first);
      b += second * (high - second);
    }
    data[out + 2 * s]! += factor * a;
    data[out + 2 * s + 1]! += factor * b;
  }
}
