/**
 * What turns the sum over single-site steps into the sum over sweeps, as Chebyshev series on the spectrum [0, 1] of a heat-bath
 * random scan: 1/(1 − σ^N) = (1/N) Σ_k 1/(1 − ω^k σ) with ω = exp(2πi/N). The term k = 0 is the resolvent itself; the others have
 * their poles away from the spectrum.
 */
export interface SweepPoles {
  /** T_0 … T_degree(2σ − 1); degree + 1 is a multiple of 4, for `expandPair`. */
  readonly degree: number;
  /** Column 0, then one for each of `signs`. */
  readonly columns: number;
  /**
   * table[j·columns + l]: column 0 is r(σ) = (1/N) Σ_{k≥1} 1/(1 − ω^k σ); the others are y_l(σ) with
   * (1/N²) Σ_{k≥1} ω^k/((1 − ω^k σ)(1 − ω^k σ′)) = Σ_l signs[l] y_l(σ) y_l(σ′), the divided difference of r over N.
   */
  readonly table: Float64Array;
  readonly signs: readonly (1 | -1)[];
}

type Complex = readonly [re: number, im: number];

const times = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c];

function inverse([a, b]: Complex): Complex {
  const norm = a * a + b * b;
  return [a / norm, -b / norm];
}

function squareRoot([a, b]: Complex): Complex {
  const size = Math.hypot(a, b);
  const re = Math.sqrt((size + a) / 2), im = Math.sqrt((size - a) / 2);
  return [re, b < 0 ? -im : im];
}

/** The series for sweeps of `steps` steps, cut where their terms fall below `tolerance`. */
export function sweepPoles(steps: number, tolerance: number): SweepPoles {
  const rows: { readonly coefficient: (j: number) => Complex; readonly share: number; readonly root: Complex }[] = [];
  let slowest = Infinity;
  for (let k = 1; 2 * k <= steps; k++) {
    const angle = 2 * Math.PI * k / steps, real = 2 * k === steps;
    const turn: Complex = real ? [-1, 0] : [Math.cos(angle), Math.sin(angle)];
    // 1/(1 − ωσ) = (2/ω)/(z − x) with x = 2σ − 1, and 1/(z − x) = Σ_j (2 − δ_j0) ρ^{−j} T_j(x)/√(z² − 1).
    const lead = times([2, 0], inverse(turn)), z: Complex = [lead[0] - 1, lead[1]];
    const square = times(z, z);
    let distance = squareRoot([square[0] - 1, square[1]]);
    let rho: Complex = [z[0] + distance[0], z[1] + distance[1]];
    if (Math.hypot(...rho) < 1) {
      distance = [-distance[0], -distance[1]];
      rho = [z[0] + distance[0], z[1] + distance[1]];
    }
    slowest = Math.min(slowest, Math.hypot(...rho));
    const start = times(lead, inverse(distance)), log = Math.log(Math.hypot(...rho));
    const phase = Math.atan2(rho[1], rho[0]);
    rows.push({
      coefficient: (j) => {
        const size = (j === 0 ? 1 : 2) * Math.exp(-j * log);
        return times(start, [size * Math.cos(j * phase), -size * Math.sin(j * phase)]);
      },
      // A pole that is not real stands for its conjugate as well.
      share: (real ? 1 : 2) / steps,
      root: squareRoot(times(turn, [(real ? 1 : 2) / steps ** 2, 0])),
    });
  }
  const terms = rows.length === 0 ? 1 : Math.ceil(Math.log(1 / tolerance) / Math.log(slowest)) + 2;
  const degree = 4 * Math.ceil(terms / 4) - 1;
  const signs = rows.flatMap(({ root }): (1 | -1)[] => root[0] === 0 ? [-1] : [1, -1]);
  const columns = 1 + signs.length, table = new Float64Array((degree + 1) * columns);
  for (let j = 0; j <= degree; j++) {
    let l = 1;
    for (const { coefficient, share, root } of rows) {
      const value = coefficient(j), scaled = times(root, value);
      table[j * columns]! += share * value[0];
      if (root[0] !== 0) table[j * columns + l++] = scaled[0];
      table[j * columns + l++] = scaled[1];
    }
  }
  return { degree, columns, table, signs };
}
