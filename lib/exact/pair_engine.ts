import type { FlipRates } from "./flip_rates.ts";
import * as reference from "./pair_kernel.ts";
import type { Sector } from "./sector.ts";
import { instantiatePairKernel } from "./wasm/pair_kernel.ts";

/** Where the hot loops run: WASM SIMD, or the plain TypeScript that it is tested against. */
export type ExactBackend = "wasm" | "reference";

/**
 * The elementary operations of `pair_kernel.ts` on one sector, over numbered vectors that the engine owns. `vectors[k]` is a
 * live view; arguments named x, out, … are vector numbers.
 */
export interface PairEngine {
  readonly vectors: readonly Float64Array[];
  /** out = Σ_i (I − P_i) x over all spins. */
  generator(x: number, out: number): void;
  /** out = x Σ_i (I − P_i). */
  transposedGenerator(x: number, out: number): void;
  /** x ← P_i x. */
  resample(spin: number, x: number): void;
  /** x ← x P_i. */
  transposedResample(spin: number, x: number): void;
  windowAdd(f: number, sum: number, weight: number, total: number, argument: number): void;
  relax(x: number, laplacian: number, scale: number, out: number): void;
}

/** An engine with `count` vectors of the sector's size. */
export function createPairEngine(
  sector: Sector,
  rates: FlipRates,
  count: number,
  backend: ExactBackend,
): PairEngine {
  return backend === "wasm" ? wasmEngine(sector, rates, count) : referenceEngine(sector, rates, count);
}

function wrapSign(sector: Sector): number {
  return sector.parity === "even" ? 1 : sector.parity === "odd" ? -1 : 0;
}

function referenceEngine(sector: Sector, { down, up, wrap }: FlipRates, count: number): PairEngine {
  const { bits, size } = sector, sign = wrapSign(sector);
  const v = Array.from({ length: count }, () => new Float64Array(size));
  return {
    vectors: v,
    generator(x, out) {
      reference.generator(bits, v[x]!, v[out]!, down, up);
      if (sign !== 0) reference.generatorWrap(bits, v[x]!, v[out]!, wrap, sign);
    },
    transposedGenerator(x, out) {
      reference.transposedGenerator(bits, v[x]!, v[out]!, down, up);
      if (sign !== 0) reference.transposedGeneratorWrap(bits, v[x]!, v[out]!, wrap, sign);
    },
    resample(spin, x) {
      if (spin < bits) reference.resample(bits, spin, v[x]!, down, up);
      else reference.resampleWrap(bits, v[x]!, wrap, sign);
    },
    transposedResample(spin, x) {
      if (spin < bits) reference.transposedResample(bits, spin, v[x]!, down, up);
      else reference.transposedResampleWrap(bits, v[x]!, wrap, sign);
    },
    windowAdd: (f, sum, weight, total, argument) =>
      reference.windowAdd(size, v[f]!, v[sum]!, weight, v[total]!, v[argument]!),
    relax: (x, laplacian, scale, out) => reference.relax(size, v[x]!, v[laplacian]!, scale, v[out]!),
  };
}

function wasmEngine(sector: Sector, rates: FlipRates, count: number): PairEngine {
  const { bits, size } = sector, sign = wrapSign(sector);
  // Every array starts on a 16-byte boundary, as the vector loads like it.
  const stride = Math.max(16, size * 8);
  const table = Math.ceil(rates.down.byteLength / 16) * 16, wrapBytes = Math.ceil(rates.wrap.byteLength / 16) * 16;
  const { exports: wasm, base } = instantiatePairKernel(2 * table + wrapBytes + count * stride);
  const down = base, up = base + table, wrap = base + 2 * table, first = wrap + wrapBytes;
  const buffer = wasm.memory.buffer;
  new Float64Array(buffer, down, rates.down.length).set(rates.down);
  new Float64Array(buffer, up, rates.up.length).set(rates.up);
  new Float64Array(buffer, wrap, rates.wrap.length).set(rates.wrap);
  const at = (k: number): number => first + k * stride;
  return {
    vectors: Array.from({ length: count }, (_, k) => new Float64Array(buffer, at(k), size)),
    generator(x, out) {
      wasm.generator(bits, at(x), at(out), down, up);
      if (sign !== 0) wasm.generatorWrap(bits, at(x), at(out), wrap, sign);
    },
    transposedGenerator(x, out) {
      wasm.transposedGenerator(bits, at(x), at(out), down, up);
      if (sign !== 0) wasm.transposedGeneratorWrap(bits, at(x), at(out), wrap, sign);
    },
    resample(spin, x) {
      if (spin < bits) wasm.resample(bits, spin, at(x), down, up);
      else wasm.resampleWrap(bits, at(x), wrap, sign);
    },
    transposedResample(spin, x) {
      if (spin < bits) wasm.transposedResample(bits, spin, at(x), down, up);
      else wasm.transposedResampleWrap(bits, at(x), wrap, sign);
    },
    windowAdd: (f, sum, weight, total, argument) =>
      wasm.windowAdd(size, at(f), at(sum), weight, at(total), at(argument)),
    relax: (x, laplacian, scale, out) => wasm.relax(size, at(x), at(laplacian), scale, at(out)),
  };
}
