/**
 * What random numbers are drawn for. Each purpose is a domain of its own in the generator's key, so numbers for one purpose
 * never overlap those for another under the same seed. The codes are part of every recorded result: never renumber them.
 */
export const PURPOSES = {
  chain: 1,
  init: 2,
  patterns: 3,
  couplings: 4,
  perturbation: 5,
  weights: 6,
  data: 7,
  order: 8,
  swap: 9,
  probe: 10,
  test: 11,
  ties: 12,
} as const;

/** The name of a domain of random numbers. */
export type Purpose = keyof typeof PURPOSES;
