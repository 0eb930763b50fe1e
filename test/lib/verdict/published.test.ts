import { describe, expect, test } from "vitest";
import { decodeValue, evaluate, rowId } from "../../../lib/verdict/mod.ts";
import { published, publishedNames, verdictsOf } from "./published_fixture.ts";

type Row = [experiment: string, id: string, verdict: string];

/** The table of registered predictions with what the program published; NOT-CHECKED where the measure was not printed. */
const TABLE: readonly Row[] = [
  ["01-exact-diagonalisation", "P1", "PASS"],
  ["01-exact-diagonalisation", "P2", "NOT-CHECKED"],
  ["01-exact-diagonalisation", "P3", "PASS"],
  ["01-exact-diagonalisation", "P4", "PASS"],
  ["01-exact-diagonalisation", "V", "PASS"],
  ["02-block-gibbs-rbm", "P1", "PASS"],
  ["02-block-gibbs-rbm", "P2", "PASS"],
  ["02-block-gibbs-rbm", "P3", "PASS"],
  ["03-at-scale", "P1", "FAIL"],
  ["03-at-scale", "P2", "PASS"],
  ["03-at-scale", "P3a", "PASS"],
  ["03-at-scale", "P3a-per-K", "FAIL"],
  ["03-at-scale", "P3b", "FAIL"],
  ["03-at-scale", "P4", "FAIL"],
  ["03-at-scale", "P5", "NOT-CHECKED"],
  ["03-at-scale", "P6", "NOT-CHECKED"],
  ["03-at-scale", "P7", "NOT-CHECKED"],
  ["04-reversible-kernel", "P0", "FAIL"],
  ["04-reversible-kernel", "tau", "NOT-CHECKED"],
  ["04-reversible-kernel", "P1", "NOT-CHECKED"],
  ["04-reversible-kernel", "P2", "NOT-CHECKED"],
  ["04-reversible-kernel", "P3", "NOT-CHECKED"],
  ["04-reversible-kernel", "P4", "NOT-CHECKED"],
  ["04-reversible-kernel", "P5", "NOT-CHECKED"],
  ["05-gap-vs-multimodality", "P1", "FAIL"],
  ["05-gap-vs-multimodality", "P2", "NOT-CHECKED"],
  ["05-gap-vs-multimodality", "P3", "NOT-CHECKED"],
  ["05-gap-vs-multimodality", "P4", "NOT-CHECKED"],
  ["06-checkpoint-sweep", "P0", "FAIL"],
  ["06-checkpoint-sweep", "V", "PASS"],
  ["07-barrier-conductance", "P1", "PASS"],
  ["07-barrier-conductance", "P2", "PASS"],
  ["08-hypernetwork-retrofit", "P1", "PASS"],
  ["08-hypernetwork-retrofit", "P2", "PASS"],
  ["08-hypernetwork-retrofit", "P2-margin", "MEASURED"],
  ["08-hypernetwork-retrofit", "P3", "PASS"],
  ["08-hypernetwork-retrofit", "P4", "PASS"],
  ["08-hypernetwork-retrofit", "budget", "PASS"],
  ["09-q-objective", "P1", "PASS"],
  ["09-q-objective", "P2", "FAIL"],
  ["09-q-objective", "P3", "PASS"],
  ["09-q-objective", "P4", "PASS"],
  ["11-lambda-sweep", "P1", "NOT-CHECKED"],
  ["11-lambda-sweep", "P2", "FAIL"],
  ["12-parallel-tempering", "P1", "PASS"],
  ["12-parallel-tempering", "A6", "FAIL"],
  ["12-parallel-tempering", "P2", "NOT-CHECKED"],
  ["13-calibrated-time", "stable", "MEASURED"],
  ["13-calibrated-time", "T-primary", "MEASURED"],
  ["13-calibrated-time", "T-convex", "MEASURED"],
  ["13-calibrated-time", "T-others", "NOT-CHECKED"],
  ["14-operational-reread", "P2", "PASS"],
  ["14-operational-reread", "P3", "NOT-CHECKED"],
  ["15-tempered-dtm", "P0", "NOT-CHECKED"],
  ["15r-recheck", "acceptance", "MEASURED"],
  ["15r-recheck", "roundTrips", "MEASURED"],
  ["15r-recheck", "band", "FAIL"],
  ["16-operational-validation", "F1", "NOT-CHECKED"],
  ["18-replica-feasibility", "band", "FAIL"],
  ["18-replica-feasibility", "hotEdge", "FAIL"],
  ["18-replica-feasibility", "roundTrips", "MEASURED"],
  ["18-replica-feasibility", "refresh", "PASS"],
  ["19-hotter-top", "a", "PASS"],
  ["19-hotter-top", "b", "FAIL"],
  ["19-hotter-top", "refresh", "PASS"],
];

/** Tokens that the program printed; the others are ours, and each file says so. */
const TOKENS: Readonly<Record<string, string>> = {
  "04-reversible-kernel": "P0-HALT",
  "07-barrier-conductance": "TT2",
  "08-hypernetwork-retrofit": "G1b CONSTRUCTED",
  "09-q-objective": "Outcome 3",
  "11-lambda-sweep": "Outcome 2",
  "12-parallel-tempering": "Outcome F",
  "14-operational-reread": "S-A",
  "15r-recheck": "LADDER-INADEQUATE-TRAINED",
  "18-replica-feasibility": "PT-MARGINAL",
  "19-hotter-top": "HOT-TOP-DECORRELATES-COSTWALL",
};

/** Rules whose published measure was not printed. */
const NOT_PRINTED: readonly string[] = [
  "01-exact-diagonalisation P2",
  "05-gap-vs-multimodality P2",
  "05-gap-vs-multimodality P3",
  "05-gap-vs-multimodality P4",
  "11-lambda-sweep P1",
  "13-calibrated-time T-others",
  "14-operational-reread P3",
];

test("the files are the experiments of the table", () => {
  expect(publishedNames).toEqual([...new Set(TABLE.map(([experiment]) => experiment))].sort());
});

describe.each(publishedNames)("readPublished() of %s", (name) => {
  test("gives every rule of the table its published verdict", async () => {
    const history = await published(name);
    const { rules, outcome } = verdictsOf(history, history.rows);
    const wanted = Object.fromEntries(TABLE.filter(([experiment]) => experiment === name).map(([, id, v]) => [id, v]));
    expect(rules).toEqual(wanted);
    expect({ ...history.expected.predictions, ...history.expected.gates }).toEqual(wanted);
    expect(outcome).toBe(history.expected.outcome);
    if (name in TOKENS) expect(outcome).toBe(TOKENS[name]);
    else expect(history.expected.note).toMatch(/ours|withdrew/);
  });

  test("does so whatever the order of the rows", async () => {
    const history = await published(name);
    expect(verdictsOf(history, [...history.rows].reverse())).toEqual(verdictsOf(history, history.rows));
  });

  test("holds rows within what their measures can be", async () => {
    const { registration, rows } = await published(name);
    for (const row of rows.filter(({ status }) => status === "ok")) {
      const planned = registration.measures![row.measure];
      if (planned === undefined) continue;
      const value = decodeValue(row.value!);
      if (planned.values !== undefined) expect(planned.values, row.id).toContain(value);
      else {
        const [smallest, largest] = planned.range!.map((end) => decodeValue(end) as number);
        expect(value, row.id).toBeGreaterThanOrEqual(smallest!);
        expect(value, row.id).toBeLessThanOrEqual(largest!);
      }
    }
  });

  test("says of each rule without printed measure that it was not printed, and of no other", async () => {
    const history = await published(name);
    const { reasons } = verdictsOf(history, history.rows);
    for (const [id, reason] of Object.entries(reasons)) {
      expect((reason ?? "").includes("not printed:"), `${id}: ${reason}`).toBe(NOT_PRINTED.includes(`${name} ${id}`));
    }
  });
});

describe("experiment 3", () => {
  test("passes P3a with its caution, and fails per K at the longest window", async () => {
    const history = await published("03-at-scale");
    const { predictions } = evaluate(history.registration, history.rows, "full");
    const [averaged, perWindow] = ["P3a", "P3a-per-K"].map((id) => predictions.find((rule) => rule.id === id)!);
    expect(averaged!.caution).toMatch(/averaged/);
    // The published median is 1.624; that of the printed table, each figure rounded to two places, is (1.41 + 1.84)/2.
    expect(averaged!.clauses[1]!.measure).toBeCloseTo(1.624, 2);
    expect(perWindow).toMatchObject({ mark: ["O"], measure: (3.18 + 5.46) / 2 });
    expect(perWindow!.reason).toContain("window=1000");
  });

  test("does not read P5 while window, burn-in or reference is inadequate, and fails it where all are", async () => {
    const history = await published("03-at-scale");
    const rows = (window: number, burnIn: number, referenceChange: number) =>
      history.rows.map((row) =>
        row.adequacy === undefined ? row : { ...row, adequacy: { ...row.adequacy, window, burnIn, referenceChange } }
      );
    expect(verdictsOf(history, history.rows).reasons.P5).toContain("under 50 tau = 25000");
    expect(verdictsOf(history, rows(24_999, 2500, 0.1)).rules.P5).toBe("NOT-CHECKED");
    expect(verdictsOf(history, rows(25_000, 2499, 0.1)).rules.P5).toBe("NOT-CHECKED");
    expect(verdictsOf(history, rows(25_000, 2500, 0.234)).rules.P5).toBe("NOT-CHECKED");
    const adequate = verdictsOf(history, rows(25_000, 2500, 0.1));
    expect([adequate.rules.P5, adequate.outcome]).toEqual(["FAIL", "DOES-NOT-TRACK-AT-SCALE"]);
  });
});

describe("experiment 4", () => {
  test("shows each rung censored, and leaves P1 to P5 unread because P0 failed", async () => {
    const history = await published("04-reversible-kernel");
    const { reasons } = verdictsOf(history, history.rows);
    expect(reasons.tau).toBe("row tauMax(length=1000): censored: tau 166.7 exceeds 0.12 L = 120");
    for (const id of ["P1", "P2", "P3", "P4", "P5"]) expect(reasons[id]).toContain("P0 is FAIL");
    for (const { measure, adequacy } of history.rows) {
      if (measure === "tauMax") expect(adequacy!.tau! > 0.12 * adequacy!.length!).toBe(true);
    }
  });
});

describe("experiment 9", () => {
  test("holds final values, and its verdicts do not read them", async () => {
    const history = await published("09-q-objective");
    const isFinal = ({ params }: { params: Readonly<Record<string, unknown>> }) => params.checkpoint === "final";
    const finals = history.rows.filter(isFinal);
    expect(finals.map(({ value }) => value)).toEqual([5e6, 1e9]);
    const wanted = verdictsOf(history, history.rows);
    expect(verdictsOf(history, history.rows.filter((row) => !isFinal(row)))).toEqual(wanted);
    const pooled = history.rows.filter(({ measure, params }) =>
      (measure === "medianPairedRatio" || measure === "pairsAboveOne") && params.arm === "primary"
    ).map((row) => {
      const params = { ...row.params, checkpoint: "final" };
      return { ...row, params, id: rowId(row.measure, params), value: row.measure === "pairsAboveOne" ? 8 : 5e6 };
    });
    expect(pooled).toHaveLength(2);
    expect(verdictsOf(history, [...history.rows, ...pooled])).toEqual(wanted);
  });
});

describe("experiments 12, 15 and 16", () => {
  test("12 prints a cut of 14 to 22, which A6 keeps from being read", async () => {
    const history = await published("12-parallel-tempering");
    expect(history.rows.filter(({ measure }) => measure === "tauCut").map(({ value }) => value)).toEqual([14, 21, 22]);
    expect(verdictsOf(history, history.rows).reasons.P2).toBe("A6 is FAIL, and P2 is read only after it passes");
  });

  test.each(["15-tempered-dtm", "16-operational-validation"])(
    "%s is stale whether its rule asks or not",
    async (name) => {
      const history = await published(name);
      const rule = history.registration.predictions[0]!;
      const { requires, ...clause } = rule.clauses[0]!;
      expect(requires).toEqual(["fresh-weights"]);
      expect(verdictsOf(history, history.rows).reasons[rule.id]).toContain("stale weights");
      const unasked = { ...history.registration, predictions: [{ ...rule, clauses: [clause] }] };
      const again = verdictsOf({ ...history, registration: unasked as typeof history.registration }, history.rows);
      expect(again.rules[rule.id]).toBe("NOT-CHECKED");
    },
  );
});
