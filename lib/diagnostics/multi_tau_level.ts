/** How a multi-tau correlator is cut: p lags per level, blocks growing by the factor m, and the number of levels. */
export interface MultiTauShape {
  readonly lags: number;
  readonly factor: number;
  readonly levels: number;
}

/** Block sums are kept as integers for ±1 series and as doubles for others. */
export type BlockArray = Int16Array | Uint16Array | Uint32Array | Float64Array;

/** What a streaming correlator asks of a level. */
export interface CorrelatorLevel {
  /** Values per block. */
  readonly width: number;
  readonly firstLag: number;
  /** Whole blocks seen. */
  readonly count: number;
  /** What the block that is being filled holds so far. */
  readonly pending: BlockArray;
  /** Bytes that this level holds. */
  readonly bytes: number;
  /** Takes one block of every series. */
  add(block: BlockArray): void;
  /** Σ over time and chains of the products at lag j. */
  product(j: number, observable: number): number;
  /** The sum of the first j and the last j blocks of a series. */
  edges(j: number, series: number): number;
}

/**
 * One level of a multi-tau correlator (Ramírez et al. 2010): sums of m^ℓ successive values of many series, the products of
 * those sums at a few lags added up, and the first and last sums, from which the means are subtracted at the end.
 */
export class MultiTauLevel implements CorrelatorLevel {
  readonly width: number;
  readonly firstLag: number;
  count = 0;
  readonly pending: BlockArray;
  readonly #ring: readonly BlockArray[];
  readonly #heads: readonly BlockArray[];
  /** Per lag, per observable: the products summed over time and chains. */
  readonly #products: readonly Float64Array[];
  readonly #chains: number;

  constructor(level: number, shape: MultiTauShape, observables: number, chains: number, create: () => BlockArray) {
    const { lags, factor } = shape;
    this.width = factor ** level;
    this.firstLag = level === 0 ? 0 : lags / factor;
    this.#chains = chains;
    this.pending = create();
    this.#ring = Array.from({ length: lags }, create);
    this.#heads = Array.from({ length: lags - 1 }, create);
    this.#products = Array.from({ length: lags }, (_, j) => new Float64Array(j < this.firstLag ? 0 : observables));
  }

  get bytes(): number {
    const arrays = [this.pending, ...this.#ring, ...this.#heads, ...this.#products];
    return arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  add(block: BlockArray): void {
    const n = this.count++, ring = this.#ring, p = ring.length;
    ring[n % p]!.set(block);
    if (n < p - 1) this.#heads[n]!.set(block);
    for (let j = this.firstLag; j < p && j <= n; j++) {
      addProducts(block, ring[(n - j) % p]!, this.#chains, this.#products[j]!);
    }
  }

  product(j: number, observable: number): number {
    return this.#products[j]![observable]!;
  }

  edges(j: number, series: number): number {
    let sum = 0;
    for (let k = 0; k < j; k++) sum += this.head(k, series) + this.tail(k, series);
    return sum;
  }

  /** Block k of a series, k below the number of lags less one. */
  head(k: number, series: number): number {
    return this.#heads[k]![series]!;
  }

  /** Block k of a series from the end. */
  tail(k: number, series: number): number {
    return this.#ring[(this.count - 1 - k) % this.#ring.length]![series]!;
  }
}

function addProducts(now: BlockArray, before: BlockArray, chains: number, sums: Float64Array): void {
  // Integer multiplication needs no test for −0 and overflow: a block sum is at most 2¹⁵ and so is the product of two at most 2³⁰.
  if (now instanceof Int16Array || now instanceof Uint16Array) {
    return addIntegerProducts(now, before as typeof now, chains, sums);
  }
  for (let a = 0, s = 0; a < sums.length; a++) {
    let sum = 0;
    for (const end = s + chains; s < end; s++) sum += now[s]! * before[s]!;
    sums[a]! += sum;
  }
}

function addIntegerProducts(
  now: Int16Array | Uint16Array,
  before: Int16Array | Uint16Array,
  chains: number,
  sums: Float64Array,
): void {
  for (let a = 0, s = 0; a < sums.length; a++) {
    let sum = 0;
    for (const end = s + chains; s < end; s++) sum += Math.imul(now[s]!, before[s]!);
    sums[a]! += sum;
  }
}
