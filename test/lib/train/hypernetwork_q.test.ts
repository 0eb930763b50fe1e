import { expect, test } from "vitest";
import { hypernetworkOf } from "../../../lib/model/hypernetwork/hypernetwork.ts";
import { oneHotCodes } from "../../../lib/model/hypernetwork/one_hot_codes.ts";
import { denseLogQ } from "../../../lib/predictor/gradient/dense_log_q.ts";
import { differenceError } from "../../../lib/predictor/gradient/difference_error.ts";
import { createStream } from "../../../lib/random/stream.ts";
import {
  hypernetworkLaws,
  hypernetworkQ,
  hypernetworkQErrors,
} from "../../../lib/train/hypernetwork/hypernetwork_q.ts";
import { trainHypernetwork } from "../../../lib/train/hypernetwork/train_hypernetwork.ts";
import { cell } from "./hypernetwork_runs.ts";

test("hypernetworkQ() agrees with dense matrices to 1e-10 and with differences along 5 directions, at KL ≤ 0.5 of (4,2)", async () => {
  const arm = cell(4, 2, { steps: 80, learningRate: 0.003 }), { checkpoints } = await trainHypernetwork(arm);
  const anchor = checkpoints.find(({ level }) => level === 0.5)!;
  expect(anchor.reached).toBe(true);
  const network = hypernetworkOf(arm.shape, anchor.parameters);
  const taught = { network, codes: oneHotCodes(4), teachers: arm.teachers };
  const { logQ, parameterGradient } = hypernetworkQ(taught);
  expect(Math.abs(logQ - denseLogQ(hypernetworkLaws(taught)))).toBeLessThan(1e-10);

  const stream = createStream(11, "probe"), { length } = network.parameters;
  const directions = Array.from({ length: 5 }, () => {
    const draw = Float64Array.from({ length }, () => stream.gaussian()), size = Math.hypot(...draw);
    return draw.map((entry) => entry / size);
  });
  for (const { error } of hypernetworkQErrors(taught, directions)) expect(error).toBeLessThan(1e-6);

  // The slope for codes in another order is told from it.
  const [direction] = directions, other = hypernetworkQ({ ...taught, codes: [...taught.codes].reverse() });
  const along = (gradient: Float64Array) => gradient.reduce((sum, entry, p) => sum + entry * direction![p]!, 0);
  const at = (step: number): number => {
    const parameters = network.parameters.map((value, p) => value + step * direction![p]!);
    return hypernetworkQ({ ...taught, network: hypernetworkOf(arm.shape, parameters) }).logQ;
  };
  expect(differenceError(at, along(parameterGradient), [1e-3]).error).toBeLessThan(1e-4);
  expect(differenceError(at, along(other.parameterGradient), [1e-3]).error).toBeGreaterThan(1e-4);
});

test("hypernetworkQ() refuses codes without teachers, teachers of another shape, and directions of another length", () => {
  const { shape, teachers } = cell(4, 2), network = hypernetworkOf(shape, new Float64Array(16 * 5 + 24 * 17).fill(0.1));
  const codes = oneHotCodes(4), taught = { network, codes, teachers };
  expect(() => hypernetworkQ({ ...taught, codes: codes.slice(1) })).toThrow("3 codes with 4 teachers");
  expect(() => hypernetworkQ({ ...taught, teachers: cell(5, 2).teachers })).toThrow("25 data moments");
  expect(() => hypernetworkQErrors(taught, [[1, 0]])).toThrow("a direction of 2 numbers");
});
