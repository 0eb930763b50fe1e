import { describe, expect, test } from "vitest";
import { compareReexecution, type LedgerRow } from "../../../lib/verdict/mod.ts";
import { createStream } from "../../../lib/random/mod.ts";
import { row } from "./fixtures.ts";

const SEED = 4107;

function ledger(rows: readonly LedgerRow[], verdicts: Record<string, string> = {}) {
  const predictions = Object.entries(verdicts).map(([id, verdict]) => ({ id, verdict }));
  return { rows, verdict: { predictions, gates: [], outcome: "A" } } as never;
}

const noisy = (i: number, value: number, mcse = 0.1) => row("q", { i }, value, { mcse, n: 100 });

describe("compareReexecution()", () => {
  test("asks the same seeds for the same bits", () => {
    const rows = [noisy(0, 1), row("gap", {}, 0.05), row("parity", {}, "odd")];
    expect(compareReexecution(ledger(rows), ledger(rows), { newSeeds: false })).toEqual({
      compared: 3,
      sampled: 1,
      problems: [],
    });
    const changed = [noisy(0, 1 + 2 ** -52), row("gap", {}, 0.05), row("parity", {}, "even")];
    const { problems } = compareReexecution(ledger(rows), ledger(changed), { newSeeds: false });
    expect(problems.map((problem) => problem.split(":")[0])).toEqual(["row q(i=0)", "row parity"]);
    expect(problems[0]).toMatch(/the same seeds must give the same bits/);
  });

  test("allows noise where a Monte-Carlo error is stated, and nowhere else", () => {
    const rows = [noisy(0, 1), row("gap", {}, 0.05)];
    const within = [noisy(0, 1.3), row("gap", {}, 0.05)];
    expect(compareReexecution(ledger(rows), ledger(within), { newSeeds: true }).problems).toEqual([]);
    const exact = [noisy(0, 1), row("gap", {}, 0.05000001)];
    expect(compareReexecution(ledger(rows), ledger(exact), { newSeeds: true }).problems[0]).toMatch(/exact row/);
    const beyond = [noisy(0, 2), row("gap", {}, 0.05)];
    expect(compareReexecution(ledger(rows), ledger(beyond), { newSeeds: true }).problems[0]).toMatch(
      /7\.1 standard errors apart, 4\.9 are allowed at a family-wise false-alarm rate of 0\.000001/,
    );
  });

  test("leaves out what only one run has, another number of samples, and time on the wall", () => {
    const before = [row("gap", { m: 7 }, 1), row("q", {}, 1, { n: 100 }), row("projectedSeconds", {}, 3)];
    const now = [row("gap", { m: 4 }, 2), row("q", {}, 2, { n: 10 }), row("projectedSeconds", {}, 9)];
    expect(compareReexecution(ledger(before), ledger(now), { newSeeds: false })).toMatchObject({
      compared: 0,
      problems: [],
    });
  });

  test("asks for the same verdicts, but for those that the re-execution does not check", () => {
    const again = (verdicts: Record<string, string>) =>
      compareReexecution(ledger([], { P1: "PASS", P2: "FAIL" }), ledger([], verdicts), { newSeeds: true }).problems;
    expect(again({ P1: "PASS", P2: "NOT-CHECKED" })).toEqual([]);
    expect(again({ P1: "FAIL", P2: "FAIL" })).toEqual(["P1: the re-execution gives FAIL, recorded is PASS"]);
    expect(again({ P9: "PASS" })).toEqual(["P9: the re-execution gives PASS, recorded is nothing"]);
  });

  test(`keeps its family-wise rate (seed ${SEED}: at α = 0.05 the share of alarms is 0.05 within 5 standard errors)`, () => {
    const stream = createStream(SEED, "probe", 0);
    const families = 2000, size = 50, alpha = 0.05;
    const draw = () => Array.from({ length: size }, (_, i) => noisy(i, 3 + 0.1 * stream.gaussian()));
    let alarms = 0;
    for (let k = 0; k < families; k++) {
      const { problems } = compareReexecution(ledger(draw()), ledger(draw()), { newSeeds: true, alpha });
      alarms += problems.length > 0 ? 1 : 0;
    }
    const share = alarms / families, expected = 1 - (1 - alpha / size) ** size;
    // Five standard errors: a false alarm in 6e-7 of the seeds.
    expect(Math.abs(share - expected)).toBeLessThan(5 * Math.sqrt(expected * (1 - expected) / families));
  });
});
