import { createStream } from "../random/stream.ts";
import { addScaled, inner, removeMean } from "./inner_product.ts";
import type { Sector } from "./sector.ts";

/** A random function of zero mean and unit norm, orthogonal to the given orthonormal ones; the same at every call. */
export function randomStart(sector: Sector, without: readonly Float64Array[]): Float64Array {
  const stream = createStream(0, "probe", without.length);
  const start = Float64Array.from({ length: sector.size }, () => stream.gaussian());
  for (let pass = 0; pass < 2; pass++) {
    for (const vector of without) addScaled(start, -inner(sector.weights, vector, start), vector);
    if (sector.parity !== "odd") removeMean(sector.weights, start);
  }
  normalise(sector, start);
  return start;
}

/** Scales a function to unit π norm, in place. */
export function normalise(sector: Sector, vector: Float64Array): void {
  const norm = Math.sqrt(inner(sector.weights, vector, vector));
  for (let s = 0; s < vector.length; s++) vector[s]! /= norm;
}
