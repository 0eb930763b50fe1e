import { describe, expect, test } from "vitest";
import { file, folder, lab, STARTS_LAB } from "./cli.ts";

// Two coupled spins, by hand: with t = tanh(w) the single-site step is exact for v·h in one step, so that τ = ½, and
// the odd eigenvalues of the step are (1 ± t)/2, those of a sweep their squares.
const WEIGHT = 0.7, T = Math.tanh(WEIGHT);
const SLOWEST = ((1 + T) / 2) ** 2;
const MODEL = JSON.stringify({ kind: "rbm", weights: [[WEIGHT]], beta: 1 });

describe.runIf(STARTS_LAB)("lab q", () => {
  test("prints the figures of two coupled spins as they follow by hand, in JSON", async () => {
    const at = folder();
    file(at, "model.json", MODEL);
    file(at, "data.json", '{"states":[[1,1]]}');
    const args = ["--data", "data.json", "--observable", "0", "--observable", "magnetization", "--json"];
    const { code, stdout, stderr } = await lab(at, ["q", "model.json", ...args]);
    expect([code, stderr]).toEqual([0, ""]);
    const q = JSON.parse(stdout);
    const variance = 1 - T * T, signal = (1 - T) ** 2;
    expect(q).toMatchObject({ observableCount: 1, zeroVarianceCount: 0, slowestModeParity: "odd", window: 1000 });
    expect(q.totalObservableTime).toBeCloseTo(variance / 2, 12);
    expect(q.tauMax).toBeCloseTo(0.5, 12);
    expect(q.tauMean).toBeCloseTo(0.5, 12);
    expect(q.gap).toBeCloseTo(1 - SLOWEST, 12);
    expect(q.burnIn).toBe(Math.ceil(5 / (1 - SLOWEST)));
    expect(q.qStructPerp).toBeCloseTo((1000 / 2) * signal / (variance / 2), 8);
    // Independent samples after the burn-in: the mean over K has the variance Var/K.
    expect(q.qOp).toBeCloseTo(signal / (variance / 1000), 8);
    // The overlap of the even observable with the odd mode is zero; JSON has no infinity.
    expect(q.qStruct).toBe("Infinity");
    expect(q.observables[0].index).toBe(0);
    expect(q.observables[0].variance).toBeCloseTo(variance, 12);
    expect(q.observables[1].index).toBe("magnetization");
    expect(q.observables[1].tau).toBeCloseTo(0.5 + SLOWEST / (1 - SLOWEST), 12);
    expect(q.observables[1].variance).toBeCloseTo((1 + T) / 2, 12);
    // The contract's keys first, then regime and factors.
    expect(Object.keys(q).slice(-2)).toEqual(["regime", "factors"]);
  });

  test("prints the regime and the factors of two coupled spins as they follow by hand, in JSON", async () => {
    const at = folder();
    file(at, "model.json", MODEL);
    file(at, "data.json", '{"states":[[1,1],[1,1],[1,1],[1,-1]]}');
    const { code, stdout } = await lab(at, ["q", "model.json", "--data", "data.json", "--window", "40", "--json"]);
    expect(code).toBe(0);
    const { regime, factors } = JSON.parse(stdout);
    const conditions = Object.fromEntries(
      regime.map((condition: { id: string }) => [condition.id, condition]),
    );
    expect(Object.keys(conditions)).toEqual(["A2", "A3", "A4", "A5", "A6", "A7", "A8", "plateau", "F4"]);
    const variance = 1 - T * T, signal = (0.5 - T) ** 2;
    // v·h is one mode of gap 1, drawn afresh in each step: C* is that mode, and nothing is left outside.
    expect(conditions.A3.number).toBeCloseTo(1 - SLOWEST, 12);
    expect(conditions.A4).toMatchObject({ status: "met", bound: "Infinity" });
    expect(conditions.A4.number).toBeCloseTo(variance, 12);
    expect(conditions.A5.number).toBeCloseTo(Math.ceil(5 / (1 - SLOWEST)), 9);
    expect(conditions.A6.number).toBeCloseTo(40 / 0.5, 9);
    expect(conditions.A7).toMatchObject({ status: "met", number: "Infinity" });
    expect(conditions.A8).toMatchObject({ status: "met", number: 0, mark: "O" });
    expect(conditions.plateau.number).toBeCloseTo(signal / (variance / 40), 8);
    // The data's mean over four states against the chain's over forty.
    expect(conditions.F4).toMatchObject({ status: "unmet", relation: "≤", bound: 0.3, mark: "P", reason: null });
    expect(conditions.F4.number).toBeCloseTo((0.75 / 4) / (variance / 40), 8);
    expect(factors.gammaEff).toBeCloseTo(1, 12);
    expect(factors.projectedSignal).toBeCloseTo(signal / variance, 9);
    expect(factors.budget).toMatchObject({ window: 40, burnIn: Math.ceil(5 / (1 - SLOWEST)) });
    expect(factors.budget.effectiveSamples).toBeCloseTo(20, 9);
    expect(factors.product).toBeCloseTo(20 * signal / variance, 8);
  });

  test("prints the same as a table, with what it means", async () => {
    const at = folder();
    file(at, "model.json", MODEL);
    file(at, "data.json", '{"moments":[1]}');
    const { code, stdout, stderr } = await lab(at, ["q", "model.json", "--data=data.json", "--window", "1e3"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/RBM 1 × 1 \(2 spins, 1 couplings\), β = 1, kernel single-site/);
    expect(stdout).toMatch(/τ_max +0\.50* +sweeps/);
    expect(stdout).toMatch(/window K +1000 +sweeps/);
    expect(stdout).toMatch(/Q_struct, single gap +∞/);
    expect(stdout).toContain("Q_op > 1: the gradient can be read");
    expect(stdout).toMatch(/\nFactors\n/);
    expect(stdout).toMatch(/budget K·γ_eff\/2 +500/);
    expect(stdout).toMatch(/\nRegime .*status/);
    expect(stdout).toMatch(/A6 +window, K\/τ_max +met +2000/);
    expect(stdout).toMatch(/F4 +positive phase free, .* NOT-CHECKED +– +≤ 0.3/);
    for (const line of stdout.split("\n")) expect(line).toBe(line.trimEnd());
  });

  test("says how long a window would have to be when the noise hides the gradient", async () => {
    const at = folder();
    file(at, "model.json", MODEL);
    file(at, "data.json", JSON.stringify({ moments: [T + 0.01] }));
    const { stdout } = await lab(at, ["q", "model.json", "--data", "data.json", "--window", "10"]);
    // Q_struct⊥ = K·signal/Var, so it reaches 1 at Var/signal.
    const needed = Math.ceil((1 - T * T) / 0.01 ** 2);
    expect(stdout).toMatch(new RegExp(`Q_op ≤ 1: .* at about ${needed} sweeps`));
  });

  test.each(["forward", "reverse"])("has no γ_eff for the kernel %s, which is not reversible", async (kernel) => {
    const at = folder();
    file(at, "model.json", MODEL);
    const { stdout } = await lab(at, ["q", "model.json", "--kernel", kernel, "--json"]);
    const q = JSON.parse(stdout);
    expect([q.gammaEff, q.clusterSize, q.qOp, q.qStruct, q.qStructPerp]).toEqual([null, null, null, null, null]);
    // A scan of both spins forgets v·h at once and the sum in t²; the slowest mode is odd.
    expect(q.gap).toBeCloseTo(1 - T * T, 12);
    expect("observables" in q).toBe(false);
    expect(q.regime[0]).toMatchObject({ id: "A2", status: "unmet" });
    expect([q.factors.gammaEff, q.factors.product]).toEqual([null, null]);
  });

  test("finds a model in the folder from which the task was called", async () => {
    const called = folder();
    file(called, "model.json", MODEL);
    const { code, stdout } = await lab(folder(), ["q", "model.json"], { environment: { INIT_CWD: called } });
    expect(code).toBe(0);
    expect(stdout).toContain("Q needs data: add --data DATA.json");
  });
});
