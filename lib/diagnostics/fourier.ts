/** The complex Fourier transform of one power-of-two length, in place (Cooley and Tukey 1965, radix 2). */
export class FourierTransform {
  readonly size: number;
  readonly #cosines: Float64Array;
  readonly #sines: Float64Array;
  readonly #reversed: Uint32Array;

  constructor(size: number) {
    this.size = size;
    this.#cosines = Float64Array.from({ length: size / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / size));
    this.#sines = Float64Array.from({ length: size / 2 }, (_, k) => Math.sin((2 * Math.PI * k) / size));
    this.#reversed = new Uint32Array(size);
    for (let k = 1; k < size; k++) this.#reversed[k] = (this.#reversed[k >> 1]! >> 1) | (k & 1 ? size >> 1 : 0);
  }

  /** Σ_t z(t) exp(−2πikt/size) for every k. */
  forward(real: Float64Array, imaginary: Float64Array): void {
    const { size } = this, reversed = this.#reversed, cosines = this.#cosines, sines = this.#sines;
    for (let k = 0; k < size; k++) {
      const j = reversed[k]!;
      if (j <= k) continue;
      const r = real[k]!, i = imaginary[k]!;
      real[k] = real[j]!;
      imaginary[k] = imaginary[j]!;
      real[j] = r;
      imaginary[j] = i;
    }
    for (let half = 1; half < size; half *= 2) {
      const stride = size / (2 * half);
      for (let start = 0; start < size; start += 2 * half) {
        for (let k = 0; k < half; k++) {
          const low = start + k, high = low + half, c = cosines[k * stride]!, s = sines[k * stride]!;
          const r = c * real[high]! + s * imaginary[high]!, i = c * imaginary[high]! - s * real[high]!;
          real[high] = real[low]! - r;
          imaginary[high] = imaginary[low]! - i;
          real[low]! += r;
          imaginary[low]! += i;
        }
      }
    }
  }
}

/** The least power of two that is at least n. */
export function powerOfTwo(n: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, n)));
}
