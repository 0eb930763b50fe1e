import { readFileSync } from "node:fs";
import {
  checkPreregistration,
  findPreregistration,
  type PlannedMeasure,
  type Preregistration,
} from "../../../../lib/verdict/mod.ts";

const plain = (range: readonly [number, number | string]): PlannedMeasure => ({ unit: "1", range, plannedError: 0 });
const atLeastZero = plain([0, "Infinity"]);
const parity: PlannedMeasure = { unit: "parity", values: ["odd", "even", "none"], plannedError: 0 };

/** What the measures of experiment 01 can be. */
const MEASURES_01 = {
  naiveOverlap: plain([0, 1]),
  naiveRatio: atLeastZero,
  weakLevelDeviation: atLeastZero,
  weakSlowestDeviation: atLeastZero,
  slowestParity: parity,
  multiModeRatio: atLeastZero,
  singleGapRatio: atLeastZero,
  detailedBalance: atLeastZero,
  stationarity: atLeastZero,
  chainDeviation: { ...atLeastZero, plannedError: 0.1 },
  controlOverlap: plain([0, 1]),
  controlRatio: atLeastZero,
  solveAgainstDense: atLeastZero,
};

/** What the measures of experiment 05 can be. */
const MEASURES_05 = {
  collapse: atLeastZero,
  slowestParity: parity,
  naiveOverlap: plain([0, 1]),
  clusterShare: atLeastZero,
  smallCluster: plain([0, 1]),
  timeRatio: atLeastZero,
  inverseGammaEff: atLeastZero,
  gammaEff: atLeastZero,
  stationarity: atLeastZero,
  detailedBalance: atLeastZero,
  symmetricBalance: atLeastZero,
  balanceContrast: atLeastZero,
  gaugeDifference: atLeastZero,
  routeDifference: atLeastZero,
  quadratureDifference: atLeastZero,
  anchorDifference: atLeastZero,
};

/** The registration as it was first frozen, in form 2. */
function lifted(notebook: string, measures: Readonly<Record<string, PlannedMeasure>>): Preregistration {
  const url = new URL(`../../../../notebooks/${notebook}.ipynb`, import.meta.url);
  const found = findPreregistration(JSON.parse(readFileSync(url, "utf8")))!;
  return checkPreregistration({ ...found.links[0]!.registration, schemaVersion: 2, measures });
}

/** The registration of experiment 01 in form 2. */
export const lifted01 = (): Preregistration => lifted("01-exact-diagonalisation", MEASURES_01);

/** The registration of experiment 05 in form 2. */
export const lifted05 = (): Preregistration => lifted("05-gap-vs-multimodality", MEASURES_05);
