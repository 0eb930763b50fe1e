import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import { describe, expect, test } from "vitest";
import { ising } from "../../../lib/model/ising.ts";
import { createSampler } from "../../../lib/sampler/create_sampler.ts";
import { file, folder, lab, STARTS_LAB } from "./cli.ts";

const MODEL = {
  kind: "ising",
  n: 4,
  edges: [[0, 1], [1, 2], [2, 3], [0, 3]] as [number, number][],
  weights: [0.5, -0.3, 0.7, 1],
  biases: [0.1, 0, 0, -0.5],
  beta: 1,
};

const RUN = ["--chains", "9", "--sweeps", "400", "--seed", "7"];

describe.runIf(STARTS_LAB)("lab sample", () => {
  test("prints one JSON object with the figures of the contract, and the digest of the library's own chains", async () => {
    const at = folder();
    file(at, "model.json", JSON.stringify(MODEL));
    const args = [...RUN, "--burn-in", "20", "--kernel", "symmetric", "--json"];
    const { code, stdout, stderr } = await lab(at, ["sample", "model.json", ...args]);
    expect([code, stderr]).toEqual([0, ""]);
    const report = JSON.parse(stdout);
    expect(Object.keys(report)).toEqual(expect.arrayContaining([
      ...["mean", "pairMoments", "energyMean", "energyMcse", "tau", "tauMax", "tauCensored", "rHatMax", "stateDigest"],
      ...["backend", "device", "threads", "chains", "sweeps", "burnIn", "seed", "updatesPerSecond"],
    ]));
    expect(report).toMatchObject({ chains: 9, sweeps: 400, burnIn: 20, seed: 7, threads: 1, tauCensored: false });
    expect([report.mean.length, report.pairMoments.length, report.tau.length]).toEqual([4, 4, 8]);
    const energy = -report.pairMoments.reduce((sum: number, m: number, e: number) => sum + m * MODEL.weights[e]!, 0) -
      report.mean.reduce((sum: number, m: number, i: number) => sum + m * MODEL.biases[i]!, 0);
    expect(report.energyMean).toBeCloseTo(energy, 12);
    const sampler = await createSampler(ising(MODEL), { scan: "symmetric", seed: 7, backend: "reference" });
    const { spins } = await sampler.step(sampler.init(9), 420);
    expect(report.stateDigest).toBe(`sha256:${createHash("sha256").update(spins).digest("hex")}`);
  });

  test("prints a table, and says when the chains are too short", async () => {
    const at = folder();
    file(at, "model.json", JSON.stringify(MODEL));
    const { code, stdout } = await lab(at, ["sample", "model.json", ...RUN, "--kernel", "forward"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/4 spins, 4 edges, kernel forward, seed 7/);
    expect(stdout).toMatch(/τ_max +\d/);
    const short = await lab(at, ["sample", "model.json", "--chains", "2", "--sweeps", "20", "--seed", "7"]);
    expect(short.stdout).toMatch(/SHORT: 20 sweeps are fewer than 50 τ_max|CENSORED: some τ is only a lower bound/);
  });

  test("gives the same digest on every backend and for any number of threads", async () => {
    const at = folder();
    file(at, "model.json", JSON.stringify(MODEL));
    const digest = async (...more: string[]) => {
      const args = ["--chains", "70", "--sweeps", "50", "--seed", "9", "--kernel", "palindromic", "--json"];
      return JSON.parse((await lab(at, ["sample", "model.json", ...args, ...more])).stdout);
    };
    const reference = await digest("--backend", "reference"), wasm = await digest("--backend", "wasm");
    expect(wasm.stateDigest).toBe(reference.stateDigest);
    expect([reference.backend, wasm.backend]).toEqual(["reference", "wasm"]);
    if (availableParallelism() > 1) {
      const threads = await digest("--backend", "wasm", "--threads", "2");
      expect([threads.stateDigest, threads.threads]).toEqual([reference.stateDigest, 2]);
    } else console.log("NOT RUN: two threads, on a computer with one processor");
  });

  test("a model without a parameter to look at has moments and no τ", async () => {
    const at = folder();
    file(at, "model.json", '{"kind":"ising","n":2,"edges":[],"weights":[],"beta":1}');
    const { code, stdout } = await lab(at, ["sample", "model.json", ...RUN, "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ pairMoments: [], tau: null, tauMax: null, rHatMax: null });
  });

  test.each([
    [["--sweeps", "20", "--seed", "7"], /without --chains/],
    [["--chains", "0", "--sweeps", "20", "--seed", "7"], /--chains "0"; give a positive whole number/],
    [["--chains", "4", "--sweeps", "2.5", "--seed", "7"], /--sweeps "2.5"/],
    [["--chains", "4", "--sweeps", "20", "--seed", "-7"], /needs a value|--seed "-7"/],
    [["--chains", "4", "--sweeps", "20", "--seed", "1e17"], /--seed "1e17"|seed is/],
    [["--chains", "4", "--sweeps", "20", "--seed", "1", "--kernel", "gibbs"], /--kernel "gibbs"/],
    [["--chains", "4", "--sweeps", "20", "--seed", "1", "--backend", "cuda"], /--backend "cuda"/],
    [
      ["--chains", "4", "--sweeps", "20", "--seed", "1", "--threads", "100000", "--backend", "wasm"],
      /threads is 100000/,
    ],
    [["--chains", "4", "--sweeps", "20", "--seed", "1", "--burn-in", "-1"], /--burn-in/],
    [["--chains", "3e6", "--sweeps", "20", "--seed", "1"], /chains is 3000000/],
  ])("answers %s with one line and 64", async (args, message) => {
    const at = folder();
    file(at, "model.json", JSON.stringify(MODEL));
    const { code, stdout, stderr } = await lab(at, ["sample", "model.json", ...args]);
    expect([code, stdout]).toEqual([64, ""]);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});
