import { describe, expect, test } from "vitest";
import { file, folder, lab, STARTS_LAB } from "./cli.ts";

// Pairs of spins apart from each other, so that the figures of one pair are those of the model.
const WEIGHT = 0.6, T = Math.tanh(WEIGHT);
const diagonal = (n: number): string =>
  JSON.stringify({
    kind: "rbm",
    weights: Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => i === j ? WEIGHT : 0)),
    beta: 1,
  });

describe.runIf(STARTS_LAB)("lab q on a model that is too large to analyse whole", () => {
  test("gives gap, parity and τ under a scan of 12 + 12 spins, and says what is not computed", async () => {
    const at = folder();
    file(at, "model.json", diagonal(12));
    const args = ["q", "model.json", "--kernel", "forward", "--observable", "0", "--observable", "magnetization"];
    const { code, stdout, stderr } = await lab(at, [...args, "--json"]);
    expect([code, stderr]).toEqual([0, ""]);
    const q = JSON.parse(stdout);
    expect(q).toMatchObject({ observableCount: 144, slowestModeParity: "odd", gammaEff: null, qOp: null });
    expect(q.gap).toBeCloseTo(1 - T * T, 12);
    expect(q.burnIn).toBe(Math.ceil(5 / (1 - T * T)));
    expect(q.tauMax.notComputed).toMatch(/2\^24 states/);
    expect(q.observables[0].tau).toBeCloseTo(0.5, 11);
    expect(q.observables[0].variance).toBeCloseTo(1 - T * T, 12);
    // Of a pair's (v + h)/2: lag sums of ((1 + t)/2)²·t/(1 − t²) on a variance of (1 + t)/2.
    expect(q.observables[1].tau).toBeCloseTo(0.5 + (1 + T) / 2 * T / (1 - T * T), 9);
    expect(q.observables[1].tauError).toBeLessThan(1e-9);

    const text = (await lab(at, args)).stdout;
    expect(text).toMatch(/τ_max; τ_mean not computed: 2\^24 states are more than the 2\^22/);
    expect(text).toMatch(/Observable +τ \(sweeps\) +error of τ ≤ +variance/);
    for (const line of text.split("\n")) expect(line).toBe(line.trimEnd());
  });

  test("gives τ of one observable under single-site updates of 23 spins", async () => {
    const at = folder(), n = 23;
    const edges = Array.from({ length: 11 }, (_, k) => [2 * k, 2 * k + 1]);
    file(at, "model.json", JSON.stringify({ kind: "ising", n, edges, weights: edges.map(() => WEIGHT), beta: 1 }));
    const { code, stdout, stderr } = await lab(at, ["q", "model.json", "--observable", "5", "--json"]);
    expect([code, stderr]).toEqual([0, ""]);
    const q = JSON.parse(stdout);
    // A step on either spin of the pair draws their product afresh; a sweep leaves it alone with probability r.
    const r = (1 - 2 / n) ** n;
    expect(q.observables[0].tau).toBeCloseTo(0.5 + r / (1 - r), 10);
    expect(q.observables[0].variance).toBeCloseTo(1 - T * T, 11);
    expect(q.gap.notComputed).toMatch(/2\^23 states/);
  });

  test("exits 64 with the remedy where nothing that is asked can be had", async () => {
    const at = folder();
    file(at, "model.json", diagonal(12));
    file(at, "larger.json", diagonal(17));
    const whole = await lab(at, ["q", "model.json"]);
    expect([whole.code, whole.stdout]).toEqual([64, ""]);
    expect(whole.stderr).toMatch(/ask for single observables/);
    const scan = await lab(at, ["q", "larger.json", "--kernel", "symmetric", "--observable", "0"]);
    expect([scan.code, scan.stdout]).toEqual([64, ""]);
    expect(scan.stderr).toMatch(/at most 32 spins/);
    const step = await lab(at, ["q", "larger.json", "--observable", "0"]);
    expect(step.code).toBe(64);
    expect(step.stderr).toMatch(/at most 24 spins/);
  });
});
