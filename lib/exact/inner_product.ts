/** ⟨f, g⟩ = Σ_s weights[s]·f[s]·g[s]. */
export function inner(weights: Float64Array, f: Float64Array, g: Float64Array): number {
  let a = 0, b = 0;
  const even = weights.length & ~1;
  // Two partial sums: half the latency of the additions.
  for (let s = 0; s < even; s += 2) {
    a += weights[s]! * f[s]! * g[s]!;
    b += weights[s + 1]! * f[s + 1]! * g[s + 1]!;
  }
  if (even < weights.length) a += weights[even]! * f[even]! * g[even]!;
  return a + b;
}

/** y += factor·x. */
export function addScaled(y: Float64Array, factor: number, x: Float64Array): void {
  for (let s = 0; s < y.length; s++) y[s]! += factor * x[s]!;
}

/** Subtracts the weighted mean, the component along the constant function. */
export function removeMean(weights: Float64Array, f: Float64Array): void {
  let mean = 0;
  for (let s = 0; s < f.length; s++) mean += weights[s]! * f[s]!;
  for (let s = 0; s < f.length; s++) f[s]! -= mean;
}
