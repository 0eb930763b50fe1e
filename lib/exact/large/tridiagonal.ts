import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** Nodes and weights of the Gauss rule of a Lanczos run: eigenvalues, and squared first components of the eigenvectors. */
export function gaussRule(
  diagonal: readonly number[],
  coupling: readonly number[],
): { readonly nodes: readonly number[]; readonly weights: readonly number[] } {
  const n = diagonal.length, matrix = Matrix.zeros(n, n);
  for (let k = 0; k < n; k++) {
    matrix.set(k, k, diagonal[k]!);
    if (k + 1 < n) {
      matrix.set(k, k + 1, coupling[k]!);
      matrix.set(k + 1, k, coupling[k]!);
    }
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  return { nodes: realEigenvalues, weights: eigenvectorMatrix.getRow(0).map((head) => head * head) };
}

/** Smallest eigenvalue of a positive definite tridiagonal matrix, by bisection on the signs of its pivots. */
export function smallestEigenvalue(diagonal: readonly number[], coupling: readonly number[]): number {
  let low = 0, high = Math.min(...diagonal);
  for (let halving = 0; halving < 60 && high - low > 1e-6 * high; halving++) {
    // Geometric once there is a lower end: the value may be many orders below the diagonal.
    const middle = low > 0 ? Math.sqrt(low * high) : high / 16;
    if (isBelow(diagonal, coupling, middle)) high = middle;
    else low = middle;
  }
  return low;
}

/** Whether an eigenvalue lies below x. */
function isBelow(diagonal: readonly number[], coupling: readonly number[], x: number): boolean {
  let pivot = 1;
  for (let k = 0; k < diagonal.length; k++) {
    const c = k === 0 ? 0 : coupling[k - 1]!;
    pivot = diagonal[k]! - x - c * c / pivot;
    if (pivot <= 0) return true;
  }
  return false;
}
