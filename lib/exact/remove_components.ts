/**
 * One pass of classical Gram–Schmidt: x −= Σ_k ⟨q_k, x⟩ q_k over orthonormal functions, four at a time so that x is read from
 * memory once for all four. Returns the overlaps. `scratch` has the size of x.
 */
export function removeComponents(
  weights: Float64Array,
  basis: readonly Float64Array[],
  x: Float64Array,
  scratch: Float64Array,
): Float64Array {
  const size = x.length, count = basis.length;
  for (let s = 0; s < size; s++) scratch[s] = weights[s]! * x[s]!;
  const overlaps = new Float64Array(count);
  const quads = count & ~3;
  for (let k = 0; k < quads; k += 4) {
    const p = basis[k]!, q = basis[k + 1]!, r = basis[k + 2]!, t = basis[k + 3]!;
    let a = 0, b = 0, c = 0, d = 0;
    for (let s = 0; s < size; s++) {
      const value = scratch[s]!;
      a += p[s]! * value;
      b += q[s]! * value;
      c += r[s]! * value;
      d += t[s]! * value;
    }
    overlaps.set([a, b, c, d], k);
  }
  for (let k = quads; k < count; k++) {
    const p = basis[k]!;
    let a = 0;
    for (let s = 0; s < size; s++) a += p[s]! * scratch[s]!;
    overlaps[k] = a;
  }
  for (let k = 0; k < quads; k += 4) {
    const p = basis[k]!, q = basis[k + 1]!, r = basis[k + 2]!, t = basis[k + 3]!;
    const a = overlaps[k]!, b = overlaps[k + 1]!, c = overlaps[k + 2]!, d = overlaps[k + 3]!;
    for (let s = 0; s < size; s++) x[s]! -= a * p[s]! + b * q[s]! + c * r[s]! + d * t[s]!;
  }
  for (let k = quads; k < count; k++) {
    const p = basis[k]!, a = overlaps[k]!;
    for (let s = 0; s < size; s++) x[s]! -= a * p[s]!;
  }
  return overlaps;
}
