import process from "node:process";
import chiSquareQuantile from "@stdlib/stats-base-dists-chisquare-quantile";

/**
 * The false-alarm rate of every statistical check here: some fifty of them under two runtimes stay below 1e-6 a run, a tenth
 * of what the whole suite may have.
 */
export const ALPHA = 1e-8;

/** A seed that changes from run to run and is printed; THERMOLAB_TEST_SEED repeats a run. */
export function freshSeed(test: string, alpha: number = ALPHA): number {
  const given = process.env["THERMOLAB_TEST_SEED"];
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 48) : Number(given);
  console.log(`${test}: THERMOLAB_TEST_SEED=${seed}, false-alarm rate ${alpha}`);
  return seed;
}

/**
 * Pearson's statistic over the limit that a true law exceeds with probability ALPHA: above 1 rejects. Categories with fewer
 * than 50 expected counts are pooled, where the chi-square law would not hold that far out.
 */
export function chiSquareRatio(counts: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  let total = 0;
  for (let k = 0; k < counts.length; k++) total += counts[k]!;
  let statistic = 0, categories = 0, pooledCount = 0, pooledExpected = 0;
  const add = (count: number, expected: number) => {
    statistic += (count - expected) ** 2 / expected;
    categories++;
  };
  for (let k = 0; k < counts.length; k++) {
    const expected = total * probabilities[k]!;
    if (expected >= 50) add(counts[k]!, expected);
    else {
      pooledCount += counts[k]!;
      pooledExpected += expected;
    }
  }
  if (pooledExpected >= 50) add(pooledCount, pooledExpected);
  // Too rare to test by chi-square, yet a Poisson number of mean below 50 never gets here.
  else if (pooledCount > 50 + 20 * Math.sqrt(50)) return Infinity;
  if (categories < 2) throw new Error("Cannot test a law with fewer than two categories");
  return statistic / chiSquareQuantile(1 - ALPHA, categories - 1);
}

/** The same probability for each of `count` categories. */
export function uniformLaw(count: number): number[] {
  return new Array<number>(count).fill(1 / count);
}
