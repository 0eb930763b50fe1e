import { describe, expect, test } from "vitest";
import type { EncodedValue, LedgerRow } from "../../../lib/verdict/mod.ts";
import { changed, published, publishedNames, verdictsOf } from "./published_fixture.ts";

type Control = [experiment: string, row: string, value: EncodedValue, rule: string, verdict: string, outcome: string];

/** One published number moved across its threshold: the rule's verdict and, where it depends on it, the outcome follow. */
const CONTROLS: readonly Control[] = [
  ["01-exact-diagonalisation", "largestNaiveOverlap", 2e-13, "P1", "FAIL", "NOT-CONFIRMED"],
  ["01-exact-diagonalisation", "smallestNaiveRatio", 1e20, "P1", "FAIL", "NOT-CONFIRMED"],
  ["01-exact-diagonalisation", "slowestParity", "even", "P3", "FAIL", "NOT-CONFIRMED"],
  ["01-exact-diagonalisation", "multiModeCells", 42, "P4", "FAIL", "SINGLE-GAP-WRONG-ONLY"],
  ["01-exact-diagonalisation", "singleGapCells", 45, "P4", "FAIL", "SINGLE-GAP-WRONG-ONLY"],
  ["01-exact-diagonalisation", "detailedBalance", 2e-16, "V", "FAIL", "HALT"],
  ["01-exact-diagonalisation", "chainDeviation", 1.01, "P1", "HALT", "HALT"],
  ["02-block-gibbs-rbm", "medianTauError", 0.26, "P1", "FAIL", "NOT-CONFIRMED"],
  ["02-block-gibbs-rbm", "smallestTrackingShare", 0.89, "P2", "FAIL", "NOT-CONFIRMED"],
  ["02-block-gibbs-rbm", 'timescaleOrder(kernel="block")', "tau_m <= tau_f", "P3", "FAIL", "NOT-CONFIRMED"],
  ["03-at-scale", "cltRatioMedian", 1.9, "P1", "PASS", "UNTESTED-AT-SCALE"],
  ["03-at-scale", "driftMeanTau", 0.11, "P3a", "FAIL", "UNTESTED-AT-SCALE"],
  ["03-at-scale", "driftMaxTau", 0.1, "P3b", "PASS", "UNTESTED-AT-SCALE"],
  ["03-at-scale", "cardinalityChangeMedian", 0.49, "P4", "PASS", "UNTESTED-AT-SCALE"],
  ["06-checkpoint-sweep", "optimiserCount(checkpoint=50)", 1525, "V", "FAIL", "HALT"],
  ["06-checkpoint-sweep", "distinctDigests", 3, "P0", "HALT", "HALT"],
  ["06-checkpoint-sweep", "probeStream(checkpoint=25)", "shared", "V", "FAIL", "HALT"],
  ["07-barrier-conductance", "qualifyingCells", 0, "P1", "FAIL", "NO-SWEET-SPOT"],
  ["07-barrier-conductance", "slope(visible=6)", 1.51, "P2", "FAIL", "OPEN"],
  ["07-barrier-conductance", "rankCorrelation(visible=4)", 0.69, "P2", "FAIL", "OPEN"],
  ["08-hypernetwork-retrofit", "finiteJacobians", 191, "P1", "FAIL", "G1b NOT CONSTRUCTED"],
  ["08-hypernetwork-retrofit", "codeDistance", 1e-7, "P1", "FAIL", "G1b NOT CONSTRUCTED"],
  ["08-hypernetwork-retrofit", "valueDifference", 2e-10, "P1", "FAIL", "G1b NOT CONSTRUCTED"],
  ["08-hypernetwork-retrofit", "gradientDifference(direction=5)", 2e-4, "P1", "FAIL", "G1b NOT CONSTRUCTED"],
  ["08-hypernetwork-retrofit", "qualifyingCells(epsilon=0.1)", 0, "P2", "FAIL", "G1b CONSTRUCTED"],
  ["08-hypernetwork-retrofit", "rankDifference", 1, "P4", "FAIL", "G1b CONSTRUCTED"],
  ["08-hypernetwork-retrofit", "cheegerMargin", -1e-9, "P3", "FAIL", "HALT"],
  ["08-hypernetwork-retrofit", "budgetDecision", "HALT", "P1", "HALT", "HALT"],
  ["09-q-objective", 'valueDifference(checkpoint="c50+c25")', 2e-10, "P1", "FAIL", "Outcome 4"],
  ["09-q-objective", 'medianPairedRatio(arm="primary", checkpoint="c50+c25")', 1.5, "P2", "PASS", "Outcome 1"],
  ["09-q-objective", 'runsReachingKl(arm="primary", checkpoint="c25")', 3, "P3", "FAIL", "Outcome 2"],
  ["09-q-objective", 'detailedBalance(checkpoint="c50+c25")', 2e-10, "P4", "FAIL", "HALT"],
  ["11-lambda-sweep", "steering(lambda=1)", "steers", "P2", "PASS", "OPEN"],
  ["12-parallel-tempering", "controlResidual", 1e-5, "P1", "FAIL", "KERNEL-INVALID"],
  ["12-parallel-tempering", "selfAdjointOperators", 6, "P1", "FAIL", "KERNEL-INVALID"],
  ["15r-recheck", "largestSwapAcceptance", 0.15, "band", "PASS", "LADDER-ADEQUATE-TRAINED"],
  ["18-replica-feasibility", "inBand(replicas=24)", "yes", "band", "PASS", "PT-FEASIBLE"],
  ["18-replica-feasibility", 'edgeAcceptance(edge="hot", replicas=16)', 0.15, "hotEdge", "PASS", "PT-MARGINAL"],
  ["18-replica-feasibility", 'refreshDifference(moment="after")', 60.64, "refresh", "FAIL", "HALT"],
  ["19-hotter-top", "requiredRungs(alphaTop=0.02)", 96, "b", "PASS", "HOT-TOP-FEASIBLE"],
  ["19-hotter-top", "refreshDifference", 1, "a", "HALT", "HALT"],
];

const value = (to: EncodedValue) => (): Partial<LedgerRow> => ({ value: to, status: "ok", reason: null });
const measures = (...names: string[]) => ({ measure }: LedgerRow) => names.includes(measure);

describe("a published number moved across its threshold", () => {
  test.each(CONTROLS)("%s: %s at %s gives %s the verdict %s", async (name, id, to, rule, verdict, outcome) => {
    const history = await published(name);
    const before = verdictsOf(history, history.rows);
    const after = verdictsOf(history, changed(history.rows, (row) => row.id === id, value(to)));
    expect([after.rules[rule], after.outcome]).toEqual([verdict, outcome]);
    expect(after.rules[rule]).not.toBe(before.rules[rule]);
  });
});

type Several = [
  experiment: string,
  what: string,
  change: (rows: readonly LedgerRow[]) => LedgerRow[],
  rules: Readonly<Record<string, string>>,
  outcome: string,
];

const SEVERAL: readonly Several[] = [
  [
    "01-exact-diagonalisation",
    "P2 passes once its deviations are known",
    (rows) => changed(rows, measures("weakLevelDeviation", "weakSlowestDeviation"), value(2.5e-4)),
    { P2: "PASS" },
    "MULTI-MODE-TRACKS",
  ],
  [
    "03-at-scale",
    "P2 fails when the positive phase is as noisy as half the negative",
    (rows) => changed(rows, measures("phaseErrorRatio"), value(0.5)),
    { P2: "FAIL" },
    "UNTESTED-AT-SCALE",
  ],
  [
    "03-at-scale",
    "the averaged median fails as well when every window is as the longest",
    (rows) => changed(rows, measures("predictorRatio"), value(4.3)),
    { "P3a": "FAIL", "P3a-per-K": "FAIL" },
    "UNTESTED-AT-SCALE",
  ],
  [
    "03-at-scale",
    "per K passes when the longest window is as the middle one",
    (rows) => changed(rows, (row) => row.params.window === 1000 && row.measure === "predictorRatio", value(1.6)),
    { "P3a": "PASS", "P3a-per-K": "PASS" },
    "UNTESTED-AT-SCALE",
  ],
  [
    "04-reversible-kernel",
    "one rung that is not censored and changes by less than 15 % resolves",
    (rows) =>
      changed(
        rows,
        ({ params }) => params.length === 16000,
        (row) => ({ value: row.measure === "tauMax" ? 1600 : 0.1 }),
      ),
    { P0: "PASS", P1: "NOT-CHECKED" },
    "P0-RESOLVED",
  ],
  [
    "04-reversible-kernel",
    "a censored rung that changes little does not resolve",
    (rows) => changed(rows, ({ id }) => id === "tauChange(length=16000)", value(0.1)),
    { P0: "FAIL" },
    "P0-HALT",
  ],
  [
    "05-gap-vs-multimodality",
    "P1 passes when every pattern collapses the gap",
    (rows) => changed(rows, measures("collapse"), value(0.1)),
    { P1: "PASS" },
    "GAP-COLLAPSES",
  ],
  [
    "05-gap-vs-multimodality",
    "P2 passes once parity and overlap are known, and fails at one even mode",
    (rows) =>
      changed(
        changed(rows, measures("naiveOverlap"), value(0)),
        measures("slowestParity"),
        ({ params }) => value(params.visible === 6 && params.pattern === "M4" && params.beta === 3 ? "even" : "odd")(),
      ),
    { P2: "FAIL", P3: "NOT-CHECKED" },
    "COLLAPSE-NOT-UNIFORM",
  ],
  [
    "06-checkpoint-sweep",
    "P0 passes when each checkpoint has a rung that resolves",
    (rows) => changed(rows, measures("resolvedRungs"), value(1)),
    { P0: "PASS" },
    "EVERY-CHECKPOINT-RESOLVES",
  ],
  [
    "12-parallel-tempering",
    "P2 is read and passes once A6 does",
    (rows) => changed(rows, measures("windowAdequacy"), value("STABLE")),
    { A6: "PASS", P2: "PASS" },
    "PT-CUTS-TAU",
  ],
  [
    "12-parallel-tempering",
    "one cell that is not stable keeps P2 from being read",
    (rows) =>
      changed(rows, measures("windowAdequacy"), ({ params }) => value(params.replicas === 8 ? "A6_FAIL" : "STABLE")()),
    { A6: "FAIL", P2: "NOT-CHECKED" },
    "Outcome F",
  ],
  [
    "13-calibrated-time",
    "a time that was not printed is measured once it is known",
    (rows) =>
      changed(rows, ({ params }) => String(params.model).startsWith("C-u") || params.model === "C-deep2", value(50)),
    { "T-others": "MEASURED" },
    "MEASURE-ONLY",
  ],
  [
    "14-operational-reread",
    "two of three speed-ups under the bar end it",
    (rows) => changed(rows, ({ params, measure }) => measure === "speedUp" && params.replicas !== 4, value(1.4)),
    { P2: "FAIL", P3: "NOT-CHECKED" },
    "NO-SPEED-UP",
  ],
  [
    "14-operational-reread",
    "windows outside their band on fresh seeds deny S-A",
    (rows) => changed(rows, measures("medianVarianceRatio"), value(2.1)),
    { P2: "PASS", P3: "FAIL" },
    "NOT-CONFIRMED-ON-FRESH-SEEDS",
  ],
  [
    "15-tempered-dtm",
    "P0 passes on the weights that were trained",
    (rows) => changed(rows, measures("calibration"), fresh),
    { P0: "PASS" },
    "P0-RESOLVED",
  ],
  [
    "15r-recheck",
    "the initial weights make every rule NOT-CHECKED",
    (rows) =>
      changed(rows, () => true, ({ adequacy }) => ({ adequacy: { ...adequacy, weightsUsed: "8f2ba0bdd1efc6f2" } })),
    { acceptance: "NOT-CHECKED", roundTrips: "NOT-CHECKED", band: "NOT-CHECKED" },
    "NOT-CHECKED",
  ],
  [
    "16-operational-validation",
    "F1 passes on the weights that were trained",
    (rows) => changed(rows, measures("medianVarianceRatio"), fresh),
    { F1: "PASS" },
    "WINDOWS-ADEQUATE",
  ],
  [
    "19-hotter-top",
    "no step decorrelates when tau stays above 25",
    (rows) => changed(rows, ({ measure, value }) => measure === "tauMax" && Number(value) <= 25, value(26)),
    { a: "FAIL", b: "NOT-CHECKED" },
    "HOT-TOP-DOES-NOT-DECORRELATE",
  ],
  [
    "19-hotter-top",
    "no step decorrelates when the short ones are censored",
    (rows) => changed(rows, ({ measure, value }) => measure === "tauOverLength" && Number(value) < 0.01, value(0.13)),
    { a: "FAIL", b: "NOT-CHECKED" },
    "HOT-TOP-DOES-NOT-DECORRELATE",
  ],
];

function fresh({ adequacy }: LedgerRow): Partial<LedgerRow> {
  return { adequacy: { ...adequacy, weightsUsed: adequacy!.weightsRegistered! } };
}

describe("several published numbers moved together", () => {
  test.each(SEVERAL)("%s: %s", async (name, _what, change, rules, outcome) => {
    const history = await published(name);
    const after = verdictsOf(history, change(history.rows));
    expect(after.rules).toMatchObject(rules);
    expect(after.outcome).toBe(outcome);
  });
});

test("every file has a control", () => {
  expect([...new Set([...CONTROLS, ...SEVERAL].map(([name]) => name))].sort()).toEqual(publishedNames);
});
