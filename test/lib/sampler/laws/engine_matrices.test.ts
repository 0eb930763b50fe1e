import { describe, expect, test } from "vitest";
import type { EnergyModel } from "../../../../lib/model/energy_model.ts";
import { ising } from "../../../../lib/model/ising.ts";
import type { UniformLayout } from "../../../../lib/random/chain_address.ts";
import { createReferenceEngine } from "../../../../lib/sampler/backend/reference/reference_engine.ts";
import type { EngineTask } from "../../../../lib/sampler/engine/engine.ts";
import { packedLength } from "../../../../lib/sampler/engine/packed_spins.ts";
import { integerWeights } from "../../../../lib/sampler/plan/integer_weights.ts";
import { siteOrder } from "../../../../lib/sampler/plan/site_order.ts";
import { type Scan, SCANS } from "../../../../lib/sampler/scan.ts";
import { uniforms } from "../../support/random_models.ts";
import { chiSquareRatio, freshSeed } from "../../random/statistics.ts";
import type { Matrix } from "../exact_matrices.ts";
import { SMALL_RBM, TRIANGLE } from "../models.ts";
import { EXACT, scanMatrices } from "./decision_matrices.ts";
import { tablePlus } from "./table_threshold.ts";
import { countTransitions, matrixRatio, stateAt } from "./transition_counts.ts";

const CHAINS = 2 ** 16;

function task(model: EnergyModel, options: Partial<EngineTask> & { readonly beta?: number }): EngineTask {
  const sites = siteOrder(model), weights = integerWeights(model, sites, options.beta ?? model.beta);
  return { sites, weights, scan: "forward", coin: "chain", seed: 1, layout: "chains", chains: CHAINS, ...options };
}

function matrix(model: EnergyModel, scan: Scan): Matrix {
  const sites = siteOrder(model);
  return scanMatrices(sites, integerWeights(model, sites), EXACT).sweep[scan];
}

const count = (model: EnergyModel, options: Partial<EngineTask> & { readonly beta?: number }) =>
  countTransitions(createReferenceEngine(task(model, options)), model.graph.vertexCount, CHAINS, 3);

const other = (scan: Scan): Scan => scan === "forward" ? "reverse" : "forward";
// The single-site scans draw by steps, whatever the layout.
const layouts: readonly (readonly [Scan, UniformLayout])[] = [
  ...SCANS.map((scan) => [scan, "chains"] as const),
  ...(["forward", "reverse", "symmetric", "palindromic"] as const).map((scan) => [scan, "sites"] as const),
];

describe.each(layouts)("createReferenceEngine() with the %s scan, layout %s", (scan, layout) => {
  test("createReferenceEngine() moves every state by the exact matrix, and the check catches 1.25 beta and another scan", async () => {
    const seed = freshSeed(`engine ${scan} ${layout}`);
    const P = matrix(TRIANGLE, scan), counts = await count(TRIANGLE, { scan, layout, seed });
    expect(matrixRatio(counts, P)).toBeLessThan(1);
    expect(matrixRatio(counts, matrix(TRIANGLE, other(scan)))).toBeGreaterThan(1);
    const hot = await count(TRIANGLE, { scan, layout, seed: seed + 1, beta: 1.25 * TRIANGLE.beta });
    expect(matrixRatio(hot, P)).toBeGreaterThan(1);
  });
});

test.each(["chains", "sites"] as const)(
  "createReferenceEngine() moves an RBM by the exact matrix, layout %s",
  async (layout) => {
    const seed = freshSeed(`engine RBM ${layout}`);
    for (const scan of ["forward", "palindromic"] as const) {
      expect(matrixRatio(await count(SMALL_RBM, { scan, layout, seed }), matrix(SMALL_RBM, scan))).toBeLessThan(1);
    }
  },
);

test("the check of the matrix catches blocks in another order", async () => {
  const seed = freshSeed("swapped blocks"), [first, second, third] = TRIANGLE.blocks;
  const swapped = { ...TRIANGLE, blocks: [second!, first!, third!] };
  expect(matrixRatio(await count(swapped, { seed }), matrix(swapped, "forward"))).toBeLessThan(1);
  expect(matrixRatio(await count(swapped, { seed }), matrix(TRIANGLE, "forward"))).toBeGreaterThan(1);
});

describe("rare flips", () => {
  // Fields of 9, where 16 bits and a table of eight pieces end: the true probability is 1.2e-4, the table's 1.5e-5.
  const pair = ising({ n: 2, edges: [[0, 1]], weights: [4.5], beta: 1 }), chains = 2 ** 19;
  const leaves = matrix(pair, "forward")[0]!.slice(1).reduce((a, b) => a + b), law = [1 - leaves, leaves];

  test.each(["chains", "sites"] as const)(
    "createReferenceEngine() flips as rarely as it should, layout %s",
    async (layout) => {
      const seed = freshSeed(`rare flips ${layout}`), packed = new Uint32Array(packedLength(chains, 2));
      const engine = createReferenceEngine(task(pair, { seed, layout, chains }));
      await engine.run(0, 1);
      await engine.store(packed);
      const counts = [0, 0];
      for (let c = 0; c < chains; c++) counts[stateAt(packed, c, 2) === 0 ? 0 : 1]!++;
      expect(chiSquareRatio(counts, law)).toBeLessThan(1);
      expect(await engine.undecided()).toMatchObject({ updates: 2 * chains });
    },
  );

  test("the check of rare flips catches the table", () => {
    const sites = siteOrder(pair), next = uniforms(freshSeed("table"));
    const table = scanMatrices(sites, integerWeights(pair, sites), { ...EXACT, plus: tablePlus }).sweep.forward;
    const counts = [0, 0];
    for (let c = 0; c < chains; c++) counts[next() < table[0]![0]! ? 0 : 1]!++;
    expect(chiSquareRatio(counts, law)).toBeGreaterThan(1);
  });
});

describe("the coin of the symmetric scan", () => {
  const pair = ising({ n: 2, edges: [[0, 1]], weights: [0.8], biases: [0.5, -0.9], beta: 1 });
  const { forward, reverse, symmetric } =
    scanMatrices(siteOrder(pair), integerWeights(pair, siteOrder(pair)), EXACT).sweep;

  /** Where two chains of one engine go from the state (1, 1) of both. */
  async function pairsOf(coin: "chain" | "shared", seed: number): Promise<number[]> {
    const engine = createReferenceEngine(task(pair, { scan: "symmetric", coin, seed, chains: 2 }));
    const start = new Uint32Array(packedLength(2, 2)), counts = new Array<number>(16).fill(0), packed = start.slice();
    for (let t = 0; t < 100_000; t++) {
      await engine.load(start);
      await engine.run(t, 1);
      await engine.store(packed);
      counts[stateAt(packed, 0, 2) + 4 * stateAt(packed, 1, 2)]!++;
    }
    return counts;
  }
  const joint = (law: (t: number, v: number) => number) => Array.from({ length: 16 }, (_, k) => law(k & 3, k >> 2));
  const own = joint((t, v) => symmetric[0]![t]! * symmetric[0]![v]!);
  const both = joint((t, v) => (forward[0]![t]! * forward[0]![v]! + reverse[0]![t]! * reverse[0]![v]!) / 2);

  test("createReferenceEngine() correlates chains by a shared coin and not by their own", async () => {
    const seed = freshSeed("coins of two chains");
    const chain = await pairsOf("chain", seed), shared = await pairsOf("shared", seed);
    expect(chiSquareRatio(chain, own)).toBeLessThan(1);
    expect(chiSquareRatio(shared, both)).toBeLessThan(1);
    expect(chiSquareRatio(chain, both)).toBeGreaterThan(1);
    expect(chiSquareRatio(shared, own)).toBeGreaterThan(1);
  });
});
