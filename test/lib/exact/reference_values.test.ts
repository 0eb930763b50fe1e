// Every row of the first two tables of the project's reference values, to the printed digits.
import { expect, test } from "vitest";
import { kernelResiduals } from "../../../lib/exact/kernel_residuals.ts";
import { kernelStructure } from "../../../lib/exact/kernel_structure.ts";
import { boltzmannLaw } from "../../../lib/exact/law.ts";
import { observableOrbits } from "../../../lib/exact/observable_orbits.ts";
import { sectors } from "../../../lib/exact/sector.ts";
import { spectralResolution } from "../../../lib/exact/spectral_resolution.ts";
import { TransitionOperator } from "../../../lib/exact/transition_operator.ts";
import type { EnergyModel } from "../../../lib/model/energy_model.ts";
import { predict } from "../../../lib/predictor/predict.ts";
import { slowCluster } from "../../../lib/predictor/slow_cluster.ts";
import { cDeep, plantedCell } from "./planted_cells.ts";

/** Within half a unit of the last printed digit. */
function expectPrinted(value: number, printed: string, what: string): void {
  expect(digits(value, printed), what).toBe(printed);
}

/** A value in the format of a printed one: mantissa digits with an exponent, else decimals. */
function digits(value: number, printed: string): string {
  const [mantissa, exponent] = printed.split("e");
  const decimals = (mantissa!.split(".")[1] ?? "").length;
  return exponent === undefined ? value.toFixed(decimals) : value.toExponential(decimals);
}

// Table 1: γ_eff at β = 3, and |C*| where it is at most 2.
const PATTERN_ROWS: [cell: string, gammaEff: string, clusterSize: number | null][] = [
  ["m4 M1", "0.6477", null],
  ["m5 M1", "0.6478", null],
  ["m6 M1", "0.6467", null],
  ["m4 M2", "0.0504", 1],
  ["m5 M2", "0.00634", 1],
  ["m6 M2", "0.0761", 1],
  ["m4 M3", "0.0100", 2],
  ["m5 M3", "0.02498", 2],
  ["m4 M4", "0.6581", null],
  ["m5 M4", "0.6289", null],
];

// Table 2. "–": not printed.
const EXACT_ROWS: [
  cell: string,
  beta: number,
  gammaEff: string,
  singleSite: string,
  forward: string,
  forwardMax: string,
  symmetric: string,
  symmetricMax: string,
  ratio: string,
  asymmetry: string,
][] = [
  ["m4 M1", 1, "0.7659", "10.991", "7.553", "0.554", "7.678", "0.563", "1.017", "5.7e-3"],
  ["m4 M1", 3, "0.6477", "0.386", "0.199", "0.538", "0.201", "0.543", "1.009", "4.0e-4"],
  ["m5 M1", 1, "0.7599", "17.968", "12.160", "0.552", "12.373", "0.562", "1.017", "2.8e-3"],
  ["m5 M1", 3, "0.6478", "0.573", "0.285", "0.519", "0.286", "0.521", "1.003", "2.7e-4"],
  ["m6 M1", 1, "0.7573", "26.584", "17.834", "0.550", "18.154", "0.560", "1.018", "1.4e-3"],
  ["m6 M1", 3, "0.6467", "0.806", "0.394", "0.511", "0.394", "0.512", "1.001", "2.1e-4"],
  ["m4 M2", 1, "0.6727", "13.242", "8.327", "0.771", "8.664", "0.830", "1.040", "6.6e-3"],
  ["m4 M2", 3, "0.0504", "140.698", "70.683", "9.470", "92.119", "12.363", "1.303", "1.0e-2"],
  ["m5 M2", 0.5, "0.8523", "16.469", "12.406", "0.514", "12.420", "0.516", "1.001", "1.1e-4"],
  ["m5 M2", 1, "0.6755", "21.928", "13.945", "0.755", "14.528", "0.812", "1.042", "1.7e-3"],
  ["m5 M2", 2, "0.0604", "164.244", "87.334", "7.480", "112.697", "9.714", "1.290", "3.2e-3"],
  ["m5 M2", 3, "0.00634", "1944.570", "1059.784", "84.566", "1409.418", "112.479", "1.330", "5.8e-4"],
  ["m6 M2", 1, "0.6969", "28.992", "17.868", "0.693", "18.374", "0.737", "1.028", "1.0e-3"],
  ["m6 M2", 3, "0.0761", "167.334", "90.220", "6.689", "115.868", "8.661", "1.284", "3.7e-3"],
  ["m5 M3", 1, "0.6284", "24.266", "14.909", "0.858", "15.707", "0.937", "1.054", "3.1e-3"],
  ["m5 M3", 3, "0.0250", "524.588", "266.960", "27.343", "351.850", "36.183", "1.318", "7.7e-3"],
  ["m4 M3", 3, "0.0100", "–", "503.10", "–", "667.81", "61.56", "1.327", "–"],
];

function cluster(model: EnergyModel): { gammaEff: number; modes: number | null; time: number; mass: number } {
  const law = boltzmannLaw(model), orbits = observableOrbits(model, "single-site");
  const resolution = spectralResolution(model, "single-site", { law, orbits, relevance: 1e-8, slowRange: 3 });
  return slowCluster(resolution, orbits.multiplicities, model.graph.vertexCount)!;
}

/** max |D P − (D P)ᵀ| on the even functions, that is on the quotient x ~ −x with weights 2π. */
function evenAsymmetry(model: EnergyModel, kernel: "forward" | "symmetric"): number {
  const even = sectors(model, boltzmannLaw(model))[0]!;
  const matrix = new TransitionOperator(model, kernel, even).matrix();
  let largest = 0;
  for (let i = 0; i < even.size; i++) {
    for (let j = 0; j < i; j++) {
      const there = even.weights[i]! * matrix[i * even.size + j]!, back = even.weights[j]! * matrix[j * even.size + i]!;
      largest = Math.max(largest, Math.abs(there - back));
    }
  }
  return largest;
}

for (const [cell, gammaEff, clusterSize] of PATTERN_ROWS) {
  test(`predict() has the published γ_eff of ${cell} at beta 3`, () => {
    const found = predict(plantedCell(cell, 3));
    expectPrinted(found.gammaEff as number, gammaEff, "γ_eff");
    if (clusterSize !== null) expect(found.clusterSize).toBe(clusterSize);
  });
}

for (const [cell, beta, gammaEff, single, forward, forwardMax, symmetric, symmetricMax, ratio, asym] of EXACT_ROWS) {
  test(`kernelStructure() has the reference times of ${cell} at beta ${beta}`, () => {
    const model = plantedCell(cell, beta);
    expectPrinted(cluster(model).gammaEff, gammaEff, "γ_eff");
    const of = { single: kernelStructure(model, "single-site"), fwd: kernelStructure(model, "forward") };
    const sym = kernelStructure(model, "symmetric");
    const columns: [number, string, string][] = [
      [of.single.totalObservableTime, single, "T_O single-site"],
      [of.fwd.totalObservableTime, forward, "T_O P_fwd"],
      [of.fwd.tauMax, forwardMax, "τ_max P_fwd"],
      [sym.totalObservableTime, symmetric, "T_O P_sym"],
      [sym.tauMax, symmetricMax, "τ_max P_sym"],
      [sym.totalObservableTime / of.fwd.totalObservableTime, ratio, "ratio"],
      [evenAsymmetry(model, "forward"), asym, "asymmetry of P_fwd"],
    ];
    for (const [value, printed, what] of columns) if (printed !== "–") expectPrinted(value, printed, what);
    // Zero but for rounding: the table has at most 4e−18; one unit in the last place of flows up to 0.25 is 2.8e−17.
    expect(evenAsymmetry(model, "symmetric")).toBeLessThanOrEqual(2.8e-17);
  });
}

test("kernelStructure() of P_rev has the times of P_fwd on C-deep", () => {
  const forward = kernelStructure(cDeep(), "forward"), reverse = kernelStructure(cDeep(), "reverse");
  expect(reverse.totalObservableTime).toBeCloseTo(forward.totalObservableTime, 9);
  expect(reverse.tauMax).toBeCloseTo(forward.tauMax, 9);
});

test("slowCluster() carries 1943.38 of T_O and 91.4 % of Σμ on C-deep", () => {
  const model = cDeep();
  const found = cluster(model), { orbits, variances } = kernelStructure(model, "single-site");
  const mass = orbits.multiplicities.reduce((sum, count, o) => sum + count * variances[o]!, 0);
  // The sweep's T_O has a ½ less per unit of variance than Σ μ/γ.
  expectPrinted(found.time - 0.5 * found.mass, "1943.38", "T_O of C*");
  expectPrinted(100 * found.mass / mass, "91.4", "share of Σμ");
});

test("kernelResiduals() finds half of the even sector's asymmetry on the full space of C-deep", () => {
  const model = cDeep();
  const { detailedBalance, relativeDetailedBalance } = kernelResiduals(model, "forward", boltzmannLaw(model));
  expect(detailedBalance! / evenAsymmetry(model, "forward")).toBeGreaterThan(0.4);
  expect(detailedBalance! / evenAsymmetry(model, "forward")).toBeLessThan(0.6);
  expect(relativeDetailedBalance!).toBeGreaterThan(1e-3);
});

test("the printed digits go red when beta is off by 1e−4", () => {
  const { totalObservableTime } = kernelStructure(plantedCell("m5 M2", 3.0001), "symmetric");
  expect(totalObservableTime.toFixed(3)).not.toBe("1409.418");
});
