import { describe, expect, test } from "vitest";
import { plantedRbm } from "../../../lib/model/planted_rbm.ts";
import { withBiases } from "../../../lib/model/with_parameters.ts";
import { magnetizationTime } from "../../../lib/predictor/magnetization_time.ts";
import { denseModel, dot, sweepMatrix } from "../support/dense_model.ts";
import { denseTaus } from "../support/dense_times.ts";

const XI = [[1, 1, 1], [-1, 1, 1]], ETA = [[1, 1, 1], [1, -1, -1]];

describe("magnetizationTime()", () => {
  for (const kernel of ["single-site", "forward", "symmetric"] as const) {
    test(`magnetizationTime() equals dense linear algebra over all states: ${kernel}, without and with a field`, () => {
      const model = plantedRbm(XI, ETA, 2);
      for (const each of [model, withBiases(model, [0.1, 0, 0, -0.2, 0, 0.3])]) {
        const dense = denseModel(each);
        const raw = dense.states.map((state) => state.reduce((sum, spin) => sum + spin, 0) / 6),
          mean = dot(dense.pi, raw);
        const centred = raw.map((value) => value - mean);
        const [expected] = denseTaus(dense, sweepMatrix(dense, kernel), [centred]);
        const { tau, variance } = magnetizationTime(each, kernel);
        expect(Math.abs(tau / expected! - 1)).toBeLessThan(1e-9);
        expect(Math.abs(variance - dot(dense.pi, centred.map((value) => value * value)))).toBeLessThan(1e-13);
      }
    });
  }
});
