/** The quantile of the beta law with shapes a and b ≥ 1, to about 1e-12: safeguarded Newton steps on its distribution function. */
export function betaQuantile(probability: number, a: number, b: number): number {
  const logBeta = logGamma(a) + logGamma(b) - logGamma(a + b);
  let low = 0, high = 1, x = a / (a + b);
  for (let step = 0; step < 200; step++) {
    const excess = betaDistribution(x, a, b, logBeta) - probability;
    if (excess > 0) high = x;
    else low = x;
    const next = x - excess / Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta);
    if (Math.abs(next - x) <= 1e-14 * x) return next;
    x = next > low && next < high ? next : (low + high) / 2;
  }
  return x;
}

/** The regularised incomplete beta function, by the continued fraction DLMF 8.17.22, from its front (Lentz 1976). */
function betaDistribution(x: number, a: number, b: number, logBeta: number): number {
  return x > (a + 1) / (a + b + 2) ? 1 - lowerTail(1 - x, b, a, logBeta) : lowerTail(x, a, b, logBeta);
}

function lowerTail(x: number, a: number, b: number, logBeta: number): number {
  let upper = 1, lower = 0, fraction = 1;
  for (let k = 1; k < 100_000; k++) {
    const m = k >> 1;
    const term = k % 2 === 0
      ? (m * (b - m) * x) / ((a + k - 1) * (a + k))
      : (-(a + m) * (a + b + m) * x) / ((a + k - 1) * (a + k));
    upper = 1 + term / upper;
    lower = 1 / (1 + term * lower);
    fraction *= upper * lower;
    if (Math.abs(upper * lower - 1) < 1e-15) break;
  }
  return Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta) / (a * fraction);
}

/** ln Γ(x) for x > 0 by Stirling's series (DLMF 5.11.1) beyond x = 15. */
function logGamma(x: number): number {
  let shift = 0;
  for (; x < 15; x++) shift += Math.log(x);
  const y = 1 / (x * x);
  const series = (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y / 1188)))) / x;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series - shift;
}
