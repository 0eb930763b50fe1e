import { CholeskyDecomposition, Matrix } from "ml-matrix";
import { InputError } from "../../errors.ts";
import type { KernelName } from "../../exact/kernel_name.ts";
import { type StateSpace, writeCentred } from "./state_space.ts";
import type { TimeSlope } from "./time_slope.ts";
import { type TwoBlockSpace, twoBlockSpace } from "./two_block_space.ts";

/** κ/(λ − σc) as a function of the cosines c of two-block sampling. */
interface Pole {
  readonly weight: number;
  readonly shift: number;
  readonly sign: 1 | -1;
}

interface CosineForm {
  readonly poles: readonly Pole[];
  readonly constant: number;
  /** Whether an observable enters through its mean given the first block as well, or only given the second. */
  readonly both: boolean;
}

/**
 * T_O − ½ Σ_a Var_a as Σ_a sᵀ φ(F) s: F = [[0, Mᵀ], [M, 0]] with M = π(v,h)/√(π(v)π(h)), s the observable's means given either
 * block, and φ the function of the kernel in partial fractions. On F the symmetric scan is ½c(1 + c), the forward one couples the two
 * halves of s through c/(1 − c²), and the palindrome is c² on functions of the second block.
 */
const FORMS: Readonly<Partial<Record<KernelName, CosineForm>>> = {
  symmetric: {
    poles: [{ weight: 1 / 3, shift: 1, sign: 1 }, { weight: -2 / 3, shift: 2, sign: -1 }],
    constant: 0,
    both: true,
  },
  forward: {
    poles: [{ weight: 1 / 4, shift: 1, sign: 1 }, { weight: -1 / 4, shift: 1, sign: -1 }],
    constant: 0,
    both: true,
  },
  reverse: {
    poles: [{ weight: 1 / 4, shift: 1, sign: 1 }, { weight: -1 / 4, shift: 1, sign: -1 }],
    constant: 0,
    both: true,
  },
  palindromic: {
    poles: [{ weight: 1 / 2, shift: 1, sign: 1 }, { weight: 1 / 2, shift: 1, sign: -1 }],
    constant: -1,
    both: false,
  },
};

/**
 * T_O of a scan over two blocks and its slope in the law, by one factorisation for each pole of a matrix with one row for each
 * setting of either block (halved in the quotient x ~ −x). κ⟨s, (λ − σF)⁻¹ s⟩ is the stationary value of
 * κ·E[2 f (a + b) − λ(a² + b²) + 2σ a b] over functions a of the second block and b of the first, so that its slope is that integrand.
 *
 * @throws {InputError} when the model does not have two blocks
 */
export function twoBlockTime(space: StateSpace, kernel: KernelName): TimeSlope {
  const form = FORMS[kernel];
  if (form === undefined || space.model.blocks.length !== 2) {
    throw new InputError(
      `Cannot differentiate T_O of the ${kernel} kernel over ${space.model.blocks.length} blocks: use the single-site kernel, or a scan of a model with two blocks`,
    );
  }
  const blocks = twoBlockSpace(space), { first, second, rows, columns } = blocks;
  const { size, weights, masks } = space, order = rows + columns, count = masks.length;
  const sources = Matrix.zeros(order, count), observables: Float64Array[] = [];
  for (let a = 0; a < count; a++) {
    const f = new Float64Array(size);
    writeCentred(space, a, f);
    observables.push(f);
    const source = conditionalMeans(blocks, f);
    for (let i = form.both ? 0 : rows; i < order; i++) sources.set(i, a, source[i]!);
  }
  const solved = form.poles.map((pole) => solve(blocks, pole, sources));
  const slope = new Float64Array(size), b = new Float64Array(rows), c = new Float64Array(columns);
  let total = 0;
  observables.forEach((f, a) => {
    for (let s = 0; s < size; s++) {
      const half = 0.5 * f[s]! * f[s]!;
      total += weights[s]! * half;
      slope[s]! += half;
    }
    form.poles.forEach(({ weight, shift, sign }, p) => {
      for (let i = 0; i < rows; i++) b[i] = solved[p]!.get(i, a) * blocks.rootRows[i]!;
      for (let j = 0; j < columns; j++) c[j] = solved[p]!.get(rows + j, a) * blocks.rootColumns[j]!;
      for (let i = 0; i < order; i++) total += weight * sources.get(i, a) * solved[p]!.get(i, a);
      // What enters through the second block alone is paired with functions of that block alone.
      const paired = form.both ? 1 : 0;
      for (let s = 0; s < size; s++) {
        const x = b[first[s]!]!, y = c[second[s]!]!;
        slope[s]! += weight * (2 * f[s]! * (paired * x + y) - shift * (x * x + y * y) + 2 * sign * x * y);
      }
    });
    if (form.constant !== 0) {
      for (let j = 0; j < columns; j++) {
        const value = sources.get(rows + j, a);
        total += form.constant * value * value;
        c[j] = value * blocks.rootColumns[j]!;
      }
      for (let s = 0; s < size; s++) {
        const y = c[second[s]!]!;
        slope[s]! += form.constant * y * (2 * f[s]! - y);
      }
    }
  });
  return { totalObservableTime: total, slope };
}

/** E[f | block]·√π(block), for the first block and then the second. */
export function conditionalMeans(
  { first, second, rows, columns, rowShare, columnShare }: TwoBlockSpace,
  f: Float64Array,
): Float64Array {
  const means = new Float64Array(rows + columns);
  for (let s = 0; s < f.length; s++) {
    means[first[s]!]! += rowShare[s]! * f[s]!;
    means[rows + second[s]!]! += columnShare[s]! * f[s]!;
  }
  return means;
}

/** (λ − σF)⁻¹ on the sources; the constants are taken out of F, so that the matrix is positive definite. */
function solve({ rows, columns, deflated }: TwoBlockSpace, { shift, sign }: Pole, sources: Matrix): Matrix {
  const order = rows + columns, matrix = Matrix.eye(order, order, shift);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const value = -sign * deflated[i * columns + j]!;
      matrix.set(i, rows + j, value);
      matrix.set(rows + j, i, value);
    }
  }
  return new CholeskyDecomposition(matrix).solve(sources);
}
