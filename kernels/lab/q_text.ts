import type { EnergyModel } from "../../lib/model/mod.ts";
import { formatNumber } from "../../lib/notebook/mod.ts";
import type { LargeTrainability, NotComputed, RegimeCondition, Trainability } from "../../lib/predictor/mod.ts";
import { textTable } from "./text_table.ts";

type Figure = number | string | null | NotComputed;

interface ObservableFigures {
  readonly index: number | "magnetization";
  readonly tau: number;
  readonly tauError?: number;
  readonly variance: number;
}

const DIGITS = 7;

/**
 * A prediction as readable tables, with what Q means in one line, its regime and its factors.
 *
 * @param name The model's file.
 * @param model The model.
 * @param trainability What `trainability` or `largeTrainability` gave for it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { rbm } from "../../lib/model/mod.ts";
 * import { trainability } from "../../lib/predictor/mod.ts";
 * const model = rbm({ weights: [[0]], beta: 1 });
 * // A free spin is forgotten when a step picks it, so that a sweep of two steps keeps a quarter.
 * assert.match(qText("m.json", model, trainability(model)), /gap +0\.75 +per sweep/);
 * ```
 */
export function qText(
  name: string,
  model: EnergyModel,
  { prediction: p, regime, factors }: Trainability | LargeTrainability,
): string {
  const structure: [string, Figure, string][] = [
    ["observables", p.observableCount, ""],
    ["  of zero variance, left out", p.zeroVarianceCount, ""],
    ["T_O = Σ τ_a Var_a", p.totalObservableTime, "sweeps"],
    ["τ_max", p.tauMax, "sweeps"],
    ["τ_mean", p.tauMean, "sweeps"],
    ["gap", p.gap, "per sweep"],
    ["γ_eff", p.gammaEff, "per sweep"],
    ["|C*|", p.clusterSize, "modes"],
    ["parity of the slowest mode", p.slowestModeParity, ""],
  ];
  const predictors: [string, Figure, string][] = [
    ["window K", p.window, "sweeps"],
    ["burn-in B", p.burnIn, "sweeps"],
    ["Q_op, exact", p.qOp, ""],
    ["Q_struct⊥", p.qStructPerp, ""],
    ["Q_struct, single gap", p.qStruct, ""],
  ];
  const residuals: [string, Figure, string][] = [
    ["row sums", p.kernelResiduals.rowSum, ""],
    ["πP = π", p.kernelResiduals.stationarity, ""],
    ["detailed balance", p.kernelResiduals.detailedBalance, ""],
  ];
  const entries: readonly ObservableFigures[] = p.observables ?? [];
  // Only a large model's times come with bounds on their errors.
  const bounded = entries.some(({ tauError }) => tauError !== undefined);
  const observables = entries.map(({ index, tau, tauError, variance }) => [
    String(index),
    shown(tau),
    ...(tauError === undefined ? [] : [shown(tauError)]),
    shown(variance),
  ]);
  return [
    `${name}: ${modelText(model)}, kernel ${p.kernel}\n`,
    section("Structure", structure),
    section("Predictors", predictors),
    `${reading(p)}\n`,
    section("Factors", factorRows(factors)),
    regimeText(regime),
    section("Residuals of the kernel", residuals),
    ...(observables.length === 0
      ? []
      : [table(["Observable", "τ (sweeps)", ...(bounded ? ["error of τ ≤"] : []), "variance"], observables)]),
  ].join("\n");
}

function section(title: string, rows: readonly [string, Figure, string][]): string {
  // A reason is a sentence, not a figure: it would push the units to the right.
  const figures = rows.filter(([, value]) => reasonOf(value) === null);
  // One reason may hold for many.
  const labels = new Map<string, string[]>();
  for (const [label, value] of rows) {
    const reason = reasonOf(value);
    if (reason !== null) labels.set(reason, [...labels.get(reason) ?? [], label.trim()]);
  }
  const reasons = Array.from(labels, ([reason, missing]) => `  ${missing.join("; ")} not computed: ${reason}\n`);
  return table(
    [title, "", ""],
    figures.map(([label, value, unit]) => [label, shown(value), value === null ? "" : unit]),
  ) +
    reasons.join("");
}

function factorRows(
  { gammaEff, projectedSignal, budget, product, qStructPerp }: (Trainability | LargeTrainability)["factors"],
): [string, Figure, string][] {
  return [
    ["γ_eff", gammaEff, "per sweep"],
    ["R = ‖g‖²/Σ_{C*} μ_j", projectedSignal, ""],
    ["budget K, B", `${budget.window}, ${typeof budget.burnIn === "number" ? budget.burnIn : "–"}`, "sweeps"],
    ["budget K·γ_eff/2", budget.effectiveSamples, ""],
    ["product R·K·γ_eff/2", product, ""],
    ["beside it Q_struct⊥", qStructPerp, ""],
  ];
}

/** The widest that a reason may become before it goes on in the next line. */
const REASON_WIDTH = 60;

function regimeText(regime: readonly RegimeCondition[]): string {
  const titles = ["Regime", "", "status", "number", "bound", "mark"];
  const columns = titles.map((title) => ({ title, width: title === "" ? REASON_WIDTH : Infinity }));
  return textTable(
    columns,
    regime.map(({ id, statement, status, number, relation, bound, mark, reason }) => [
      `  ${id}`,
      reason === null ? statement : `${statement}: ${reason}`,
      status,
      shown(number),
      `${relation} ${shown(bound)}`,
      `[${mark}]`,
    ]),
  );
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = titles.map((title) => ({ title, width: Infinity }));
  return textTable(columns, rows.map(([label, ...rest]) => [`  ${label}`, ...rest]));
}

function reasonOf(value: Figure): string | null {
  return typeof value === "object" && value !== null ? value.notComputed : null;
}

function shown(value: Figure): string {
  if (value === null) return "–";
  return typeof value === "number" ? formatNumber(value, DIGITS) : String(value);
}

function modelText({ kind, graph, couplings, biases, beta, visibleCount }: EnergyModel): string {
  const size = kind === "rbm" ? `RBM ${visibleCount} × ${graph.vertexCount - visibleCount!}` : "Ising model";
  const count = `${graph.vertexCount} spins, ${couplings.length} couplings${biases === null ? "" : " and biases"}`;
  return `${size} (${count}), β = ${formatNumber(beta, DIGITS)}`;
}

function reading({ qOp, qStructPerp, window }: (Trainability | LargeTrainability)["prediction"]): string {
  const projected = typeof qStructPerp === "number" ? qStructPerp : null;
  const known = typeof qOp === "number" ? qOp : projected;
  if (known === null) {
    return qStructPerp === null
      ? "Q needs data: add --data DATA.json"
      : "Q is not computed: it needs τ of every observable";
  }
  const name = typeof qOp === "number" ? "Q_op" : "Q_struct⊥";
  if (known > 1) return `${name} > 1: the gradient can be read above the sampling noise of this window`;
  const needed = projected !== null && projected > 0 && projected <= 1
    ? `; Q_struct⊥ reaches 1 at about ${formatNumber(Math.ceil(window / projected), 3)} sweeps`
    : "";
  return `${name} ≤ 1: the sampling noise of this window hides the gradient${needed}`;
}
