import { describe, expect, test } from "vitest";
import { flipQuotient } from "../../../../lib/exact/landscape/flip_quotient.ts";
import { flowImbalance, landscapeSpace } from "../../../../lib/exact/landscape/landscape_space.ts";
import { quotientChanges } from "../../../../lib/exact/landscape/quotient_changes.ts";
import { boltzmannLaw } from "../../../../lib/exact/law.ts";
import { curieWeiss } from "../../../../lib/model/curie_weiss.ts";
import { withBiases } from "../../../../lib/model/with_parameters.ts";
import { InputError } from "../../../../lib/errors.ts";
import { denseModel, stepMatrix } from "../../support/dense_model.ts";
import { bruteSpace } from "./brute_landscape.ts";
import { LANDSCAPE_MODELS } from "./landscape_models.ts";

describe("flipQuotient()", () => {
  test("allows the pairs exactly where the dense kernel is the same at x and −x", () => {
    const verdicts = new Set<boolean>();
    for (const [name, model] of LANDSCAPE_MODELS) {
      for (const kernel of ["single-site", "metropolis"] as const) {
        const dense = denseModel(model), step = stepMatrix(dense, kernel), last = dense.size - 1;
        let difference = 0;
        for (let s = 0; s <= last; s++) {
          for (let t = 0; t <= last; t++) {
            // What stays is made up of several flips.
            if (t !== s) difference = Math.max(difference, Math.abs(step.get(s, t) - step.get(last - s, last - t)));
          }
        }
        const { legitimate, reason, rateDifference } = flipQuotient(model, kernel);
        expect(legitimate, name).toBe(difference < 1e-10);
        expect(reason === null).toBe(legitimate);
        // A step takes one of N spins.
        if (!legitimate) expect(rateDifference / model.graph.vertexCount, name).toBeCloseTo(difference, 10);
        verdicts.add(legitimate);
      }
    }
    expect(verdicts.size).toBe(2);
  });

  test("says why not, and the quotient is refused with that reason", () => {
    const tilted = withBiases(curieWeiss(4, 1), [0, 0, -0.25, 0]);
    const { reason, energyDifference, rateDifference } = flipQuotient(tilted);
    expect(reason).toBe("the bias of spin 2 is -0.25, so that x and −x differ in energy");
    expect(energyDifference).toBeCloseTo(0.5, 12);
    expect(rateDifference).toBeGreaterThan(0.1);
    expect(() => landscapeSpace(tilted, { states: "quotient" })).toThrow(InputError);
    expect(() => landscapeSpace(tilted, { states: "quotient" })).toThrow(
      /the bias of spin 2 is -0.25.*over all states/,
    );
    expect(() => quotientChanges(tilted)).toThrow(/the bias of spin 2/);
  });

  test("control: a law that is not symmetric is refused without any bias", () => {
    const model = curieWeiss(4, 1), law = boltzmannLaw(model), energies = law.energies.slice();
    energies[3]! += 0.125;
    const { legitimate, reason } = flipQuotient(model, "single-site", { ...law, energies });
    expect(legitimate).toBe(false);
    expect(reason).toMatch(/differ in energy by up to 0.12/);
  });
});

describe("landscapeSpace()", () => {
  test("has the law of the pairs and their detailed balance", () => {
    for (const [name, model] of LANDSCAPE_MODELS) {
      const space = landscapeSpace(model), brute = bruteSpace(model, space.quotient);
      expect(space.quotient, name).toBe(model.biases === null || model.biases.every((h) => h === 0));
      expect(space.sector.size).toBe(brute.size);
      brute.pi.forEach((p, s) => expect(space.sector.weights[s]! / p, name).toBeCloseTo(1, 10));
      expect(flowImbalance(space), name).toBeLessThan(1e-16);
    }
  });

  test("control: flowImbalance() sees a rate that is off", () => {
    const space = landscapeSpace(curieWeiss(4, 1));
    for (const table of ["down", "up", "wrap"] as const) {
      const rates = { ...space.rates, [table]: space.rates[table].map((rate, k) => k === 0 ? rate + 0.01 : rate) };
      expect(flowImbalance({ ...space, rates }), table).toBeGreaterThan(1e-4);
    }
  });
});

describe("quotientChanges()", () => {
  test("accounts for every event: kept, paired or vanished", () => {
    const seen = { kept: 0, paired: 0, vanished: 0 };
    for (const [name, model] of LANDSCAPE_MODELS) {
      if (!flipQuotient(model).legitimate) continue;
      const { events, basins, kept, paired, vanished } = quotientChanges(model);
      expect(kept + paired + vanished.length, name).toBe(events.full);
      expect(kept + paired / 2, name).toBe(events.quotient);
      expect(events, name).toEqual({ full: basins.full - 1, quotient: basins.quotient - 1 });
      seen.kept += kept;
      seen.paired += paired;
      seen.vanished += vanished.length;
    }
    expect(Math.min(seen.paired, seen.vanished)).toBeGreaterThan(10);
  });

  test("lets the one barrier of the double well vanish", () => {
    const { events, kept, paired, vanished } = quotientChanges(curieWeiss(8, 1.5));
    expect([events, kept, paired]).toEqual([{ full: 1, quotient: 0 }, 0, 0]);
    expect(vanished[0]!.barrier).toBeCloseTo(1.5 * 4, 12);
    expect(vanished[0]!.mass).toBeLessThan(0.5);
  });
});
