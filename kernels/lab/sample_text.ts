import type { SampleReport } from "../../lib/diagnostics/mod.ts";
import type { EnergyModel } from "../../lib/model/mod.ts";
import { formatNumber } from "../../lib/notebook/mod.ts";
import type { Scan } from "../../lib/sampler/mod.ts";
import { textTable } from "./text_table.ts";

const DIGITS = 6;

/**
 * A sample as a readable table, with what its length allows to be said.
 *
 * @param name The model's file.
 * @param model The model.
 * @param scan The transition kernel.
 * @param report What `sampleModel` gave.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { sampleModel } from "../../lib/diagnostics/mod.ts";
 * import { curieWeiss } from "../../lib/model/mod.ts";
 * const model = curieWeiss(4, 0), options = { chains: 4, sweeps: 400, seed: 7, scan: "forward" } as const;
 * assert.match(sampleText("m.json", model, "forward", await sampleModel(model, options)), /τ_max +0\.5/);
 * ```
 */
export function sampleText(name: string, model: EnergyModel, scan: Scan, report: SampleReport): string {
  const { graph: { vertexCount }, couplings } = model;
  const size = `${vertexCount} spins, ${couplings.length} edges`;
  const rows: [string, string, string][] = [
    ["⟨E⟩", shown(report.energyMean), report.energyMcse === null ? "" : `± ${formatNumber(report.energyMcse, 2)}`],
    ["⟨x⟩, mean over spins", shown(average(report.mean)), ""],
    ["⟨x_i x_j⟩, mean over edges", couplings.length === 0 ? "–" : shown(average(report.pairMoments)), ""],
    ["τ_max", shown(report.tauMax), report.tauMax === null ? "" : "sweeps"],
    ["largest split R̂", shown(report.rHatMax), ""],
    ["chains × sweeps", `${report.chains} × ${report.sweeps}`, `after ${report.burnIn} of burn-in`],
    ["backend", report.backend, `${report.device}, threads: ${report.threads}`],
    ["updates per second", formatNumber(report.updatesPerSecond, 3), ""],
    ["error of a probability", `≤ ${formatNumber(report.errorBound, 2)}`, "relative, tails included"],
  ];
  const table = textTable(
    [{ title: "", width: 30 }, { title: "", width: 24 }, { title: "", width: 60 }],
    rows,
  ).split("\n").slice(1).join("\n");
  const notes = [...advice(report), ...(report.backendNote === null ? [] : [report.backendNote])];
  return [
    `${name}: ${size}, kernel ${scan}, seed ${report.seed}\n`,
    table,
    ...notes.map((note) => `${note}\n`),
    `Last states: ${report.stateDigest}\n`,
  ].join("\n");
}

function advice(report: SampleReport): string[] {
  const { tauMax, tauCensored, admissible, rHatMax, sweeps } = report;
  const notes: string[] = [];
  if (tauMax === null) return ["No autocorrelation time: too few sweeps, or no observable that changed"];
  if (tauCensored === true) {
    notes.push("CENSORED: some τ is only a lower bound, the chains are too short for it; run more sweeps");
  } else if (admissible === false) {
    notes.push(`SHORT: ${sweeps} sweeps are fewer than 50 τ_max; run at least ${Math.ceil(50 * tauMax)}`);
  }
  if (rHatMax !== null && rHatMax > 1.01) {
    notes.push(`R̂ is ${formatNumber(rHatMax, 4)}, above 1.01: the chains do not agree yet; burn in longer`);
  }
  return notes;
}

function average(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function shown(value: number | null): string {
  return value === null ? "–" : formatNumber(value, DIGITS);
}
