import { describe, expect, test } from "vitest";
import { regimeConditions, type RegimeFigures, type RegimeId } from "../../../lib/predictor/regime_conditions.ts";

const MET: RegimeFigures = { A2: 0, A3: 0.1, A4: 1, A5: 6, A6: 60, A7: 0.3, A8: 0.01, plateau: 0.5, F4: 0.1 };

/** Bounds as the science reference and the brief of the regime state them: what is just inside and just outside. */
const EDGES: readonly [RegimeId, number, number, string][] = [
  ["A2", 1e-10, 1.01e-10, "P"],
  ["A3", 1e-300, 0, "P"],
  ["A4", 1e300, Infinity, "P"],
  ["A5", 5, 4.99, "O"],
  ["A6", 50, 49.9, "P"],
  ["A7", 0.1, 0.099, "O"],
  ["A8", 0.1, 0.101, "O"],
  ["plateau", 1, 1.01, "O"],
  ["F4", 0.3, 0.301, "P"],
];

const judge = (figures: RegimeFigures, id: RegimeId) => regimeConditions(figures).find((found) => found.id === id)!;

describe("regimeConditions()", () => {
  test.each(EDGES)("regimeConditions() meets %s at %d and not at %d, mark %s", (id, inside, outside, mark) => {
    expect(judge({ ...MET, [id]: inside }, id)).toMatchObject({ status: "met", number: inside, mark, reason: null });
    expect(judge({ ...MET, [id]: outside }, id)).toMatchObject({ status: "unmet", number: outside, mark });
    // The others do not move.
    const others = regimeConditions({ ...MET, [id]: outside }).filter((found) => found.id !== id);
    expect(others.every(({ status }) => status === "met")).toBe(true);
  });

  test.each(EDGES)("regimeConditions() leaves %s unchecked without a number", (id) => {
    const none = judge({ ...MET, [id]: { notComputed: "too large" } }, id);
    expect(none).toMatchObject({ status: "NOT-CHECKED", number: null, reason: "too large" });
    expect(judge({ ...MET, [id]: NaN }, id)).toMatchObject({ status: "NOT-CHECKED", number: null });
  });

  test("regimeConditions() says how a condition is known", () => {
    expect(judge({ ...MET, known: { A4: "bounded" } }, "A4")).toMatchObject({ status: "met", reason: "bounded" });
  });
});
