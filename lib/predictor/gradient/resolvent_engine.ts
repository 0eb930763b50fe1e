import { addFlux, expandPair, type PairShape, solvePair } from "./pair_resolvent.ts";

/** The operations of `pair_resolvent.ts` over a memory that is kept from law to law. */
export interface ResolventEngine {
  /** At least `count` numbers; what was there before is lost when it grows. */
  reserve(count: number): Float64Array;
  solve(
    shape: PairShape,
    f: number,
    u: number,
    work: number,
    tolerance: number,
    limit: number,
  ): number;
  expand(
    shape: PairShape,
    f: number,
    work: number,
    table: number,
    degree: number,
    columns: number,
    out: number,
  ): void;
  addFlux(shape: PairShape, x: number, factor: number, out: number): void;
}

/** The engine in plain TypeScript. */
export function referenceEngine(): ResolventEngine {
  let data = new Float64Array(0);
  return {
    reserve: (count) => data.length >= count ? data : data = new Float64Array(count),
    solve: (...settings) => solvePair(data, ...settings),
    expand: (...settings) => expandPair(data, ...settings),
    addFlux: (...settings) => addFlux(data, ...settings),
  };
}
