import { FIELD_ONE } from "../../../../lib/sampler/acceptance/fixed_field.ts";

const SEGMENTS = 8, REACH = 8;

/**
 * The control that the tests of the law must catch: σ(z) from a table of eight straight pieces of tanh(z/2) on |z| ≤ 8 and its
 * end beyond, compared with 16 bits and nothing more. As `Probabilities.plus`.
 */
export function tablePlus(field: number): readonly [number, number] {
  const z = Math.abs(field) / FIELD_ONE * Math.LN2, at = Math.min(z, REACH) / REACH * SEGMENTS;
  const left = Math.min(Math.floor(at), SEGMENTS - 1), knot = (k: number) => Math.tanh(k * REACH / SEGMENTS / 2);
  const height = knot(left) + (at - left) * (knot(left + 1) - knot(left));
  // Sixteen bits: thresholds are whole, and the largest is 32767.
  const small = Math.max(1, Math.round(32768 * (1 - height))) / 65536;
  return field < 0 ? [small, 1 - small] : [1 - small, small];
}
