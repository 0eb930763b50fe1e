/** A decision on a uniform number given by its first `width` bits and 128 further ones. */
export type Decision = (first: number, further: Uint32Array) => boolean;

/**
 * How many of the 2^(width + 128) uniform numbers a monotone decision says yes to, by bisection through the decision itself:
 * its exact probability times 2^(width + 128).
 */
export function decisionThreshold(decide: Decision, width: 16 | 32): bigint {
  let low = 0n, high = 1n << BigInt(width + 128);
  while (low < high) {
    const middle = (low + high) >> 1n;
    if (decideAt(decide, middle, width)) low = middle + 1n;
    else high = middle;
  }
  return low;
}

/** The decision for one uniform number of width + 128 bits. */
export function decideAt(decide: Decision, uniform: bigint, width: 16 | 32): boolean {
  const further = new Uint32Array(4);
  for (let k = 0; k < 4; k++) further[k] = Number((uniform >> BigInt(96 - 32 * k)) & 0xffffffffn);
  const first = Number(uniform >> 128n);
  if (first >= 2 ** width) throw new Error("The uniform number has too many bits");
  return decide(first, further);
}

/** threshold / 2^bits as a double, relatively exact. */
export function ratio(threshold: bigint, bits: number): number {
  const surplus = threshold.toString(2).length - 60;
  if (surplus <= 0) return Number(threshold) * 2 ** -bits;
  return Number(threshold >> BigInt(surplus)) * 2 ** (surplus - bits);
}
