import { describe, expect, test } from "vitest";
import { InputError } from "../../../../lib/errors.ts";
import {
  nextPenalty,
  type PenaltyLaw,
  penaltyLaw,
  type PenaltyState,
} from "../../../../lib/train/denoising/penalty_law.ts";

/** λ after each reading. */
function strengths(options: PenaltyLaw, start: PenaltyState, readings: readonly number[]): number[] {
  const law = penaltyLaw(options);
  let state = start;
  return readings.map((reading) => (state = nextPenalty(law, state, reading)).strength);
}

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  found.forEach((value, k) => expect(value).toBeCloseTo(expected[k]!, 14));
}

describe("nextPenalty()", () => {
  test("nextPenalty() follows the paper's law on its test vector", () => {
    const start = { strength: 0.01, previous: null };
    expectClose(strengths({ law: "paper" }, start, [0.5, 0.6, 0.4, 0.01]), [0.01, 0.012, 0.012, 0.0096]);
    // Without the floor of λ′ a strength of 0 would stay 0 for ever; below λ_min it is 0.
    expectClose(strengths({ law: "paper" }, { strength: 0, previous: 0.1 }, [0.2, 0.01, 0.01]), [1.2e-4, 0, 0]);
    // An equal reading did not rise.
    expectClose(strengths({ law: "paper" }, start, [0.5, 0.5]), [0.01, 0.01]);
  });

  test("nextPenalty() follows the published program's law on every branch", () => {
    const law = { law: "replication", threshold: 0.016, least: 1e-3 } as const;
    const start = { strength: 0.01, previous: 0.05 };
    // Below: ×(0.6 + 0.2·a/thr). Rose: ×1.2 below 1.8·thr, ×1.5 from there on. Else ×0.95.
    expectClose(strengths(law, start, [0.008, 0.02, 0.03, 0.025]), [
      0.01 * 0.7,
      0.01 * 0.7 * 1.2,
      0.01 * 0.7 * 1.2 * 1.5,
      0.01 * 0.7 * 1.2 * 1.5 * 0.95,
    ]);
    expectClose(strengths(law, start, [0.05]), [0.0095]);
    // The floor comes first, so that any start below it is the same; what falls below it is 0.
    expectClose(strengths(law, { strength: 0, previous: 0.02 }, [0.03, 0.03, 0.03]), [
      0.0015,
      0.001425,
      0.00135375,
    ]);
    expectClose(strengths(law, { strength: 0.0005, previous: 0.02 }, [0.03]), [0.0015]);
    expectClose(strengths(law, { strength: 0.001, previous: 0.05 }, [0.04]), [0]);
  });

  test("nextPenalty() of the two laws differs on the same readings", () => {
    const readings = [0.5, 0.6, 0.4, 0.01], start = { strength: 0.01, previous: null };
    const [paper, replication] = (["paper", "replication"] as const).map((law) => strengths({ law }, start, readings));
    expect(replication).not.toEqual(paper);
  });

  test("nextPenalty() leaves a fixed strength, and refuses what is no number", () => {
    expectClose(strengths({ law: "fixed", strength: 0.3 }, { strength: 0.3, previous: null }, [0.9, 0]), [0.3, 0.3]);
    expect(() => nextPenalty(penaltyLaw({ law: "paper" }), { strength: 0, previous: null }, NaN)).toThrow(InputError);
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ["an unknown law", { law: "acp" }, /law is "acp"; give "fixed", "paper" or "replication"/],
    ["a negative strength", { law: "fixed", strength: -1 }, /strength is -1; give a number from 0 on/],
    ["no threshold", { law: "paper", threshold: 0 }, /threshold is 0/],
    ["a step of 1", { law: "paper", change: 1 }, /change is 1; give a number between 0 and 1/],
    ["NaN", { law: "paper", least: NaN }, /least is NaN/],
  ])("penaltyLaw() refuses %s", (_, options, message) => {
    expect(() => penaltyLaw(options as unknown as PenaltyLaw)).toThrow(message);
  });
});
